import { SdkError } from '@remotemedia/base';
import type { LaneMessage } from '../lane-message.ts';

/** Most messages that wait for one before them. */
const MAX_HELD = 4_096;
/** Most bytes of those. */
const MAX_HELD_BYTES = 67_108_864;

/** Puts messages that came over several lanes into the order of their numbers; a number counts once. */
export class Resequencer {
  readonly #held = new Map<number, LaneMessage | undefined>();
  #heldBytes = 0;
  #next = 0;

  /** The number of the message that is next. */
  get next(): number {
    return this.#next;
  }

  /**
   * Takes a message, or the word that there is none with this number; gives those whose turn has come.
   *
   * @throws {SdkError} `resource-exhausted` when too much waits for a message that does not come
   */
  take(number: number, message: LaneMessage | undefined): LaneMessage[] {
    if (number < this.#next || this.#held.has(number)) return [];
    this.#held.set(number, message);
    this.#heldBytes += sizeOf(message);
    const ready: LaneMessage[] = [];
    while (this.#held.has(this.#next)) {
      const next = this.#held.get(this.#next);
      this.#held.delete(this.#next);
      this.#heldBytes -= sizeOf(next);
      this.#next += 1;
      if (next) ready.push(next);
    }
    if (this.#held.size > MAX_HELD || this.#heldBytes > MAX_HELD_BYTES) {
      throw new SdkError('resource-exhausted', `${this.#held.size} messages wait for number ${this.#next}`);
    }
    return ready;
  }
}

function sizeOf(message: LaneMessage | undefined): number {
  if (!message) return 0;
  return message.kind === 'binary' ? message.data.byteLength : 1_024;
}
