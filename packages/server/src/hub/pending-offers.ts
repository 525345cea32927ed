/**
 * Who waits for whose answer within one room. An offer is pending until it is answered, until the peer that
 * made it answers an offer the other way round (it gave its own up then), or until one of the two is gone.
 */
export class PendingOffers {
  readonly #waiting = new Map<string, Set<string>>();

  /** Number of pending offers. */
  get count(): number {
    let count = 0;
    for (const awaited of this.#waiting.values()) count += awaited.size;
    return count;
  }

  /** `from` made `to` an offer; a newer one takes the place of an older one. */
  add(from: string, to: string): void {
    const awaited = this.#waiting.get(from) ?? new Set();
    this.#waiting.set(from, awaited.add(to));
  }

  /** Nothing is pending between the two any more. */
  settle(one: string, other: string): void {
    this.#drop(one, other);
    this.#drop(other, one);
  }

  /** The peer is gone. */
  forget(peerId: string): void {
    this.#waiting.delete(peerId);
    for (const from of [...this.#waiting.keys()]) this.#drop(from, peerId);
  }

  #drop(from: string, to: string): void {
    const awaited = this.#waiting.get(from);
    if (awaited?.delete(to) && awaited.size === 0) this.#waiting.delete(from);
  }
}
