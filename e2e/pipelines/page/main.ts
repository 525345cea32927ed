import { type Peer, WebRtcTransport } from '@remotemedia/sdk';
import { type AttachedMix, attachMix } from '@remotemedia/sdk/pipeline';
import type { Kind, PipeHooks } from './hooks.ts';
import { openSources, type Sources } from './sources.ts';
import { Watcher } from './watcher.ts';

let descriptions = 0;
for (const name of ['createOffer', 'createAnswer'] as const) {
  const original = RTCPeerConnection.prototype[name] as (...args: unknown[]) => Promise<never>;
  RTCPeerConnection.prototype[name] = function counted(this: RTCPeerConnection, ...args: unknown[]) {
    descriptions += 1;
    return original.apply(this, args);
  };
}

/** All that lives as long as one call. */
interface Call {
  readonly transport: WebRtcTransport;
  readonly context: AudioContext;
  readonly watchers: Map<string, Watcher>;
  readonly events: Record<string, unknown>;
  sources?: Sources;
  mix?: AttachedMix;
}

let current: Call | undefined;

function call(): Call {
  if (!current) throw new Error('the page is in no call');
  return current;
}

function peerNamed(peerId: string): Peer {
  const peer = call().transport.peers.find(({ id }) => id === peerId);
  if (!peer) throw new Error(`there is no peer ${peerId}`);
  return peer;
}

function watcherOf(peerId: string, { watchers, context } = call()): Watcher {
  const watcher = watchers.get(peerId) ?? new Watcher(context);
  watchers.set(peerId, watcher);
  return watcher;
}

function ownTrack(kind: Kind): MediaStreamTrack {
  const track = call()
    .sources?.stream.getTracks()
    .find((own) => own.kind === kind);
  if (!track) throw new Error(`the page sends no ${kind}`);
  return track;
}

function pipelineOf(kind: Kind) {
  const track = ownTrack(kind);
  const pipeline = call().transport.pipelines.find(({ source }) => source === track);
  if (!pipeline) throw new Error(`the ${kind} track has no pipeline`);
  return pipeline;
}

const hooks: PipeHooks = {
  async join({ signaling, room, peerId }) {
    const context = new AudioContext({ sampleRate: 48_000 });
    await context.audioWorklet.addModule('/listener.js');
    const transport = await WebRtcTransport.connect({ signaling, room, peerId, getIceServers: () => [] });
    const joined: Call = { transport, context, watchers: new Map(), events: {} };
    current = joined;
    transport.on('track', ({ peer, track }) => watcherOf(peer.id, joined).watch(track));
    for (const peer of transport.peers) for (const { track } of peer.tracks) watcherOf(peer.id).watch(track);
    transport.on('pipeline', ({ nodeId, data }) => {
      joined.events[nodeId] = data.kind === 'json' ? data.value : data.kind;
    });
  },
  async leave() {
    const { transport, context, watchers, sources, mix } = call();
    current = undefined;
    for (const watcher of watchers.values()) watcher.close();
    mix?.close();
    await transport.close();
    sources?.close();
    await context.close();
  },
  async publish({ toneHz, picture, pipeline }) {
    const sources = openSources(call().context, toneHz, picture);
    call().sources = sources;
    await call().transport.publish(sources.stream, pipeline ? { pipeline } : {});
  },
  async attach(kind, manifest) {
    const { host, way } = await call().transport.attachPipeline(ownTrack(kind), manifest);
    return { host, way };
  },
  async attachRemote(peerId, kind, manifest) {
    const remote = peerNamed(peerId).tracks.find(({ track }) => track.kind === kind);
    if (!remote) throw new Error(`${peerId} sends no ${kind}`);
    const { track } = await call().transport.attachPipeline(remote.track, manifest);
    watcherOf(peerId).watch(track);
  },
  async swap(kind, manifests, { times, everyMs }) {
    const pipeline = pipelineOf(kind);
    for (let time = 0; time < times; time += 1) {
      const manifest = manifests[time % manifests.length];
      const pause = new Promise((resolve) => setTimeout(resolve, everyMs));
      if (manifest) await pipeline.swap(manifest);
      await pause;
    }
  },
  async detach(kind) {
    pipelineOf(kind).close();
  },
  begin: (peerId) => watcherOf(peerId).begin(),
  heard: (peerId) => watcherOf(peerId).heard(),
  seen: async (peerId) => watcherOf(peerId).seen(),
  connected: () =>
    call()
      .transport.listPeers()
      .map(({ id }) => String(id))
      .sort(),
  descriptions: () => descriptions,
  events: () => call().events,
  async mixForAll(manifest, toneHz) {
    const { transport, context } = call();
    const sources = openSources(context, toneHz, false);
    call().sources = sources;
    const inputs = new Map(
      transport.peers.flatMap(({ id, tracks }) =>
        tracks.filter(({ track }) => track.kind === 'audio').map(({ track }) => [String(id), track] as const),
      ),
    );
    for (const own of sources.stream.getTracks()) inputs.set(transport.peerId, own);
    const mix = await attachMix(inputs, manifest);
    call().mix = mix;
    for (const peer of transport.peers) await peer.addAudioTrack(mix.trackFor(peer.id));
  },
  spectrum: async (peerId, tonesHz) => watcherOf(peerId).spectrum(tonesHz),
};
window.pipes = hooks;
