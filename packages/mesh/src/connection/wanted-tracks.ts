import { SdkError } from '@remotemedia/base';
import type { LocalTrack } from '../track-sender.ts';
import type { PeerLink } from './peer-link.ts';

/** What is sent to one peer, over one connection after another; each change has its turn between others. */
export class WantedTracks {
  readonly #line: () => PeerLink;
  readonly #wanted = new Map<MediaStreamTrack, LocalTrack>();

  /** @param line the connection of now */
  constructor(line: () => PeerLink) {
    this.#line = line;
  }

  /** Whether a track is to be sent. */
  has(track: MediaStreamTrack): boolean {
    return this.#wanted.has(track);
  }

  /** Sends a track. */
  async add(local: LocalTrack): Promise<void> {
    this.#wanted.set(local.track, local);
    const { negotiation, senders } = this.#line();
    const isWaiting = await negotiation.run(() => senders.add(local));
    if (isWaiting) negotiation.requestOffer();
  }

  /** Stops sending a track. One that is not being sent is no error. */
  async remove(track: MediaStreamTrack): Promise<void> {
    if (!this.#wanted.delete(track)) return;
    const { negotiation, senders } = this.#line();
    await negotiation.run(() => senders.remove(track));
  }

  /** Sends `next` in the place of `old`. */
  async replace(old: MediaStreamTrack, next: LocalTrack): Promise<void> {
    if (!this.#wanted.delete(old)) return;
    this.#wanted.set(next.track, next);
    const { negotiation, senders } = this.#line();
    await negotiation.run(() => senders.replace(old, next));
  }

  /** The connection is another one: sends all over it, too. @param onFault hears what could not be sent */
  resend(onFault: (error: SdkError) => void): void {
    for (const local of this.#wanted.values()) {
      this.add(local).catch((caught: unknown) => onFault(SdkError.from(caught, 'internal')));
    }
  }
}
