import { type Clock, Disposables, type Undo } from '@remotemedia/base';
import type { QualityPeer, QualitySource } from '../quality-port.ts';
import { largestView, toReport, VIEW_TOPIC, type View, type ViewReport } from './view.ts';

/** Reports that are said again although nothing changed, in milliseconds: one may have got lost. */
const REPEAT_MS = 10_000;
/** The same for the first time: the other side may still have been loading what listens. */
const FIRST_REPEAT_MS = 2_000;

/** A remote video: its track, or where it is received. */
export type ViewTarget = MediaStreamTrack | { readonly peerId: string; readonly mid: string };

/** What a peer was told last. */
interface Told {
  readonly text: string;
  readonly atMs: number;
  readonly isRepeated: boolean;
}

/** Tells each peer how we show its videos, so that it sends no more than that. */
export class ViewSender {
  readonly #source: QualitySource;
  readonly #clock: Clock;
  readonly #byTrack = new WeakMap<MediaStreamTrack, Map<object, View>>();
  readonly #byPlace = new Map<string, View>();
  readonly #told = new WeakMap<RTCPeerConnection, Told>();
  readonly #peers = new Map<QualityPeer, Undo>();
  readonly #undo = new Disposables();
  #isDue = false;

  /** @param source whose peers are told */
  constructor(source: QualitySource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
    this.#undo.add(source.on('peersChange', () => this.#follow()));
    this.#follow();
  }

  /**
   * Remembers how a video is shown. Several owners may show the same one: the largest counts.
   *
   * @param view `undefined` when the owner has nothing to say about it any more
   */
  set(target: ViewTarget, view: View | undefined, owner: object = this): void {
    if ('peerId' in target) setOrDelete(this.#byPlace, placeOf(target.peerId, target.mid), view);
    else {
      const owners = this.#byTrack.get(target) ?? new Map<object, View>();
      this.#byTrack.set(target, owners);
      setOrDelete(owners, owner, view);
    }
    this.#tellSoon();
  }

  /** Tells what changed, and from time to time what did not. */
  tell(): void {
    this.#isDue = false;
    if (this.#undo.disposed) return;
    for (const peer of this.#source.peers) if (peer.state.kind === 'connected') this.#tellPeer(peer);
  }

  /** Stops. Peers go on with what they were told. Calling it again does nothing. */
  close(): void {
    this.#undo.dispose();
    for (const undo of this.#peers.values()) undo();
    this.#peers.clear();
    this.#byPlace.clear();
  }

  /** All changes of one turn of the event loop go in one report. */
  #tellSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.tell());
  }

  #tellPeer({ id, connection, control }: QualityPeer): void {
    const views = this.#viewsOf(id, connection);
    const report: ViewReport = toReport(views);
    const text = JSON.stringify(report);
    const told = this.#told.get(connection);
    const isKnown = (told?.text ?? '{}') === text;
    if (isKnown && !this.#isOld(told, views.size)) return;
    control.send(VIEW_TOPIC, report);
    this.#told.set(connection, { text, atMs: this.#clock.now(), isRepeated: isKnown });
  }

  /** Nothing to say is repeated once, and only where something was said before. */
  #isOld(told: Told | undefined, count: number): boolean {
    if (!told || (told.isRepeated && count === 0)) return false;
    return this.#clock.now() - told.atMs >= (told.isRepeated ? REPEAT_MS : FIRST_REPEAT_MS);
  }

  #viewsOf(peerId: string, connection: RTCPeerConnection): Map<string, View> {
    const views = new Map<string, View>();
    for (const { mid, receiver } of connection.getTransceivers()) {
      if (mid === null || receiver.track.kind !== 'video') continue;
      const view =
        this.#byPlace.get(placeOf(peerId, mid)) ?? largestView(this.#byTrack.get(receiver.track)?.values() ?? []);
      if (view) views.set(mid, view);
    }
    return views;
  }

  #follow(): void {
    const now = new Set(this.#source.peers);
    for (const [peer, undo] of this.#peers) {
      if (now.has(peer)) continue;
      undo();
      this.#peers.delete(peer);
      for (const place of this.#byPlace.keys()) if (place.startsWith(`${peer.id}\n`)) this.#byPlace.delete(place);
    }
    for (const peer of now) {
      if (!this.#peers.has(peer))
        this.#peers.set(
          peer,
          peer.on('stateChange', () => this.#tellSoon()),
        );
    }
  }
}

/** No peer id and no `mid` has a line break. */
function placeOf(peerId: string, mid: string): string {
  return `${peerId}\n${mid}`;
}

function setOrDelete<Key>(views: Map<Key, View>, key: Key, view: View | undefined): void {
  if (view) views.set(key, view);
  else views.delete(key);
}
