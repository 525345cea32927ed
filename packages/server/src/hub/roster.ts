import type { SignalingNotification } from '@remotemedia/protocol/webrtc';

/**
 * Whom a peer was told of. Instances that go on with its stay tell it the difference to who is there, and news of
 * somebody's coming or going that arrives a second time are not told again.
 */
export class Roster {
  readonly #ids: Set<string>;

  /** @param ids whom the peer knows at first */
  constructor(ids: Iterable<string>) {
    this.#ids = new Set(ids);
  }

  /** Ids of those that it was told of and that did not go since. */
  get ids(): string[] {
    return [...this.#ids];
  }

  /** Notes what the peer is told. @returns whether that is anything new to it */
  note({ notification }: SignalingNotification): boolean {
    if (notification.case === 'peerLeft') return this.#ids.delete(notification.value.peerId);
    if (notification.case !== 'peerJoined') return true;
    const isNew = !this.#ids.has(notification.value.peerId);
    this.#ids.add(notification.value.peerId);
    return isNew;
  }
}
