import { type Peer, WebRtcTransport } from '@remotemedia/sdk';
import { ArrivalWatch } from './arrivals.ts';
import { Connections, type ConnectionWishes } from './connections.ts';
import { VideoMeter } from './figures.ts';
import type { CallHooks, JoinOptions, PublishWish } from './hooks.ts';
import { KeptIdentities } from './identities.ts';
import { Messages } from './messages.ts';
import { now } from './now.ts';
import { Pulse } from './pulse.ts';
import { Sources } from './sources.ts';
import { Timeline } from './timeline.ts';
import { Transfers } from './transfers.ts';

const wishes: ConnectionWishes = { relayOnly: false };
const timeline = new Timeline();
const connections = new Connections();
connections.watch(timeline, wishes);

/** All that lives as long as one call. */
interface Call {
  readonly transport: WebRtcTransport;
  readonly context: AudioContext;
  readonly messages: Messages;
  readonly transfers: Transfers;
  readonly meter: VideoMeter;
  readonly pulse: Pulse;
  readonly watches: Map<string, ArrivalWatch>;
  readonly kept: Map<string, KeptIdentities>;
  sources?: Sources | undefined;
}

let current: Call | undefined;

function call(): Call {
  if (!current) throw new Error('the page is in no call');
  return current;
}

async function join({ signaling, room, peerId, ...more }: JoinOptions): Promise<void> {
  wishes.relayOnly = more.relayOnly ?? false;
  const context = new AudioContext();
  await context.audioWorklet.addModule('/loudness.js');
  const { adaptiveBitrateEnabled } = more;
  const transport = await WebRtcTransport.connect({
    ...{ signaling, room, peerId },
    getIceServers: () => (more.asksForIceServers ? window.iceServersOfTest() : []),
    options: { adaptiveBitrateEnabled },
  });
  timeline.follow(transport);
  const messages = new Messages(transport);
  const transfers = new Transfers(transport);
  const pulse = new Pulse(() => transport.peers);
  const watchers = { meter: new VideoMeter(), pulse, watches: new Map(), kept: new Map() };
  const joined = { transport, context, messages, transfers, ...watchers };
  current = joined;
  for (const event of ['track', 'trackRemoved'] as const)
    transport.on(event, ({ peer }) => watchOf(peer.id, joined).look(peer));
  for (const peer of transport.peers) watchOf(peer.id).look(peer);
}

async function leave(): Promise<void> {
  const { transport, context, messages, transfers, pulse, sources, watches } = call();
  current = undefined;
  timeline.clear();
  for (const watch of watches.values()) watch.close();
  pulse.close();
  messages.stop();
  transfers.close();
  sources?.close();
  await transport.close();
  await context.close();
}

async function publish(wish: PublishWish): Promise<void> {
  const { transport, context, sources = await Sources.open(wish, context) } = call();
  call().sources = sources;
  await transport.publish(sources.stream);
}

async function unpublish(): Promise<void> {
  const { transport, sources } = call();
  if (sources) await transport.unpublish(sources.stream);
}

function watchOf(peerId: string, { watches, context } = call()): ArrivalWatch {
  const watch = watches.get(peerId) ?? new ArrivalWatch(context);
  watches.set(peerId, watch);
  return watch;
}

function forget(): void {
  timeline.clear();
  for (const part of [call().pulse, ...call().watches.values()]) part.clear();
}

function peerNamed(peerId: string): Peer | undefined {
  return call().transport.peers.find(({ id }) => id === peerId);
}

const hooks: CallHooks = {
  ...{ join, leave, publish, unpublish, forget, now },
  state: () => current?.transport.state.kind ?? 'none',
  connected: () => sorted(call().transport.listPeers()),
  present: async () => sorted(await call().transport.listAllPeers()),
  tracksOf: (peerId) => {
    const peer = peerNamed(peerId);
    return { tracks: peer?.tracks.length ?? 0, transceivers: peer?.connection.getTransceivers().length ?? 0 };
  },
  arrivalsOf: (peerId) => watchOf(peerId).arrivals,
  isFlowing: (peerId, ms) => watchOf(peerId).isFlowing(ms),
  keepIdentities: (peerId) => {
    const peer = peerNamed(peerId);
    if (!peer) throw new Error(`there is no peer ${peerId}`);
    call().kept.set(peerId, new KeptIdentities(connections, peer));
  },
  identitiesOf: (peerId) => {
    const kept = call().kept.get(peerId);
    if (!kept) throw new Error(`nothing was kept of ${peerId}`);
    return kept.compare(peerNamed(peerId));
  },
  startMessages: (everyMs) => call().messages.start(everyMs),
  stopMessages: () => call().messages.stop(),
  messagesOf: (peerId) => call().messages.of(peerId),
  startTransfer: (peerId, sizeBytes) => call().transfers.start(peerId, sizeBytes),
  transfer: () => current?.transfers.report,
  videoFigures: async () => call().meter.look(call().transport.peers, await call().transport.quality()),
  show: async (view) => {
    const quality = await call().transport.quality();
    for (const { tracks } of call().transport.peers) {
      for (const { track } of tracks) if (track.kind === 'video') quality.setView(track, view);
    }
  },
  timeline: () => timeline.entries,
  pulse: () => current?.pulse.entries ?? [],
};
window.call = hooks;

function sorted(peers: readonly { readonly id: string }[]): string[] {
  return peers.map(({ id }) => id).sort();
}
