/**
 * Something costly that several objects hold at once, released when the last of them lets go. Source: WebCodecs §8.1,
 * "Memory model": objects reference a media resource, and `clone` makes another reference to the same one.
 */
export class SharedResource<T> {
  /** What is held. Not to be used after the holder's own {@link SharedResource.release}. */
  readonly content: T;
  readonly #free: ((content: T) => void) | undefined;
  #holders = 1;

  /** @param free called with the content once nobody holds it any more */
  constructor(content: T, free?: (content: T) => void) {
    this.content = content;
    this.#free = free;
  }

  /** Another reference to it, which must be released as well. */
  hold(): this {
    this.#holders += 1;
    return this;
  }

  /** Gives one reference back. */
  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.#free?.(this.content);
  }

  /**
   * Gives one reference back and takes the content along: itself if nobody else has it, which is then not freed, else a
   * copy.
   *
   * @param mayMove whether the content can go elsewhere at all
   */
  take(copy: (content: T) => T, mayMove: boolean): T {
    if (this.#holders === 1 && mayMove) {
      this.#holders = 0;
      return this.content;
    }
    const copied = copy(this.content);
    this.release();
    return copied;
  }
}
