import type { Peer, WebRtcTransport } from '@remotemedia/sdk';
import type { Store } from '../ui/store.ts';
import type { LocalScreen } from './local-screen.ts';

/** A screen that somebody shares. */
export interface SharedScreen {
  /** Whose it is: a peer, or `undefined` for this person. */
  readonly peer: Peer | undefined;
  /** Picture, and sound if there is any; the same array until they change. */
  readonly tracks: readonly MediaStreamTrack[];
}

/** What the screens are put together from. */
export interface ScreenSources {
  /** The room. */
  readonly transport: WebRtcTransport;
  /** What this person shares. */
  readonly screen: LocalScreen;
  /** Which of their streams is a screen, by what peers say. */
  readonly peersMedia: Store<ReadonlyMap<string, { readonly screen?: string }>>;
}

/** Keeps `shown` the same as what is shared, until the returned function is called. */
export function watchScreens(sources: ScreenSources, shown: Store<readonly SharedScreen[]>): () => void {
  const { transport, screen, peersMedia } = sources;
  const watched = new Map<Peer, () => void>();
  const show = () => shown.update((before) => keepSame(before, screensOf(sources)));
  const watchPeers = () => {
    for (const [peer, undo] of [...watched]) {
      if (transport.peers.includes(peer)) continue;
      undo();
      watched.delete(peer);
    }
    for (const peer of transport.peers) if (!watched.has(peer)) watched.set(peer, peer.on('tracksChange', show));
    show();
  };
  const undos = [transport.on('peersChange', watchPeers), screen.state.subscribe(show), peersMedia.subscribe(show)];
  watchPeers();
  return () => {
    for (const undo of [...undos, ...watched.values()]) undo();
    watched.clear();
  };
}

function screensOf({ transport, screen, peersMedia }: ScreenSources): readonly SharedScreen[] {
  const own = screen.state.get();
  const said = peersMedia.get();
  const ours = own.kind === 'on' ? [{ peer: undefined, tracks: [own.share.video] }] : [];
  const theirs = transport.peers.map((peer) => {
    const name = said.get(peer.id)?.screen;
    const tracks = peer.tracks.filter(({ stream }) => stream.id === name).map(({ track }) => track);
    return { peer, tracks };
  });
  return [...theirs.filter(({ tracks }) => tracks.some(({ kind }) => kind === 'video')), ...ours];
}

/** An element plays anew what comes in a new array, so there is a new one only for something new. */
function keepSame(before: readonly SharedScreen[], now: readonly SharedScreen[]): readonly SharedScreen[] {
  const kept = now.map((screen) => before.find((old) => isSame(old, screen)) ?? screen);
  return kept.length === before.length && kept.every((screen, at) => screen === before[at]) ? before : kept;
}

function isSame(one: SharedScreen, other: SharedScreen): boolean {
  const { tracks } = other;
  return (
    one.peer === other.peer &&
    one.tracks.length === tracks.length &&
    one.tracks.every((track, at) => track === tracks[at])
  );
}
