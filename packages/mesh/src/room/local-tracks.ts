import { SdkError } from '@remotemedia/base';
import type { LocalTrack } from '../track-sender.ts';

/** Somebody whom tracks are sent to. */
export interface TrackReceiver {
  /** What is sent to them. */
  readonly sent: {
    /** Sends a track. */
    add(local: LocalTrack): Promise<void>;
    /** Stops sending a track. */
    remove(track: MediaStreamTrack): Promise<void>;
    /** Sends `next` in the place of `old`. */
    replace(old: MediaStreamTrack, next: LocalTrack): Promise<void>;
  };
}

/** What we send to everyone, in the order in which it was published. */
export class LocalTracks<Receiver extends TrackReceiver> {
  readonly #tracks = new Map<MediaStreamTrack, LocalTrack>();
  readonly #receivers: () => Iterable<Receiver>;
  readonly #onFault: (error: SdkError, receiver: Receiver) => void;

  /** @param onFault hears what failed for one of the receivers; the others get it all the same */
  constructor(receivers: () => Iterable<Receiver>, onFault: (error: SdkError, receiver: Receiver) => void) {
    this.#receivers = receivers;
    this.#onFault = onFault;
  }

  /** All of it. */
  get all(): readonly LocalTrack[] {
    return [...this.#tracks.values()];
  }

  /** Sends a track to everyone. @throws {SdkError} `invalid-argument` when it has ended */
  async add(local: LocalTrack): Promise<void> {
    checkLive(local.track);
    this.#tracks.set(local.track, local);
    await this.#forEach((receiver) => receiver.sent.add(local));
  }

  /** Stops sending a track. One that is not being sent is no error. */
  async remove(track: MediaStreamTrack): Promise<void> {
    if (this.#tracks.delete(track)) await this.#forEach((receiver) => receiver.sent.remove(track));
  }

  /** Sends a track in the place of another. @throws {SdkError} `not-found`, `invalid-argument` */
  async replace(old: MediaStreamTrack, track: MediaStreamTrack): Promise<void> {
    const before = this.#tracks.get(old);
    if (!before) throw new SdkError('not-found', `the ${old.kind} track to be replaced is not being sent`);
    checkLive(track);
    if (track.kind !== old.kind) {
      throw new SdkError('invalid-argument', `the ${old.kind} track cannot be replaced by one of kind ${track.kind}`);
    }
    const local = { ...before, track };
    this.#tracks.delete(old);
    this.#tracks.set(track, local);
    await this.#forEach((receiver) => receiver.sent.replace(old, local));
  }

  /** Sends all of it to somebody who is new. */
  sendTo(receiver: Receiver): void {
    for (const local of this.all) void this.#tell(receiver, () => receiver.sent.add(local));
  }

  /** Forgets all. */
  clear(): void {
    this.#tracks.clear();
  }

  async #forEach(change: (receiver: Receiver) => Promise<void>): Promise<void> {
    await Promise.all([...this.#receivers()].map((receiver) => this.#tell(receiver, () => change(receiver))));
  }

  async #tell(receiver: Receiver, change: () => Promise<void>): Promise<void> {
    try {
      await change();
    } catch (caught) {
      const error = SdkError.from(caught, 'internal');
      if (error.code !== 'cancelled') this.#onFault(error, receiver);
    }
  }
}

/** Refuses a track that has nothing more to send. @throws {SdkError} `invalid-argument` */
export function checkLive(track: MediaStreamTrack): void {
  if (track.readyState !== 'ended') return;
  throw new SdkError('invalid-argument', `the ${track.kind} track has ended; capture a new one`);
}
