import { SdkError } from '@remotemedia/base';
import type { FileLane } from './transport-port.ts';
import { type Control, writeControl } from './wire/control.ts';

/** One lane from its opening to its end. Whatever was said on it is forgotten with it. */
export class OpenLane {
  readonly #lane: FileLane;
  readonly #life = new AbortController();

  constructor(lane: FileLane) {
    this.#lane = lane;
  }

  /** Aborts when the lane ends. */
  get ended(): AbortSignal {
    return this.#life.signal;
  }

  /** Sends a control message. That it does not arrive shows in the lane's end. */
  tell(message: Control): void {
    if (this.ended.aborted) return;
    // Not called off when we stop listening: a last word is to arrive.
    this.#lane.send(writeControl(message)).catch(() => {});
  }

  /** Sends a frame; resolves when its bytes may be used again. Throws like `DataLane.send`. */
  async send(frame: Uint8Array, signal: AbortSignal): Promise<void> {
    await this.#lane.send(frame, { signal });
  }

  /** Ends it. Calling it again does nothing. */
  end(): void {
    this.#life.abort(new SdkError('unavailable', 'the way to the peer was lost'));
  }
}
