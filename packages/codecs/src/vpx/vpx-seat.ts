import { SdkError, type SdkErrorCode } from '@remotemedia/base';
import { CodecSeat } from '../module/codec-seat.ts';
import type { CodecExports } from '../module/instance.ts';
import type { InstancePool } from '../module/instance-pool.ts';
import { vpxError } from './vpx-error.ts';

/** Longest text of libvpx that is read. */
const MAX_TEXT_BYTES = 200;

/** What a seat has to know of the two kinds of objects. */
export interface SeatActions<Exports extends CodecExports> {
  /** Makes the object; 0 when there is no room. */
  readonly open: (exports: Exports) => number;
  /** Frees it. */
  readonly close: (exports: Exports, pointer: number) => void;
  /** Where the text of its latest error is. */
  readonly errorText: (exports: Exports, pointer: number) => number;
}

/** The place of one encoder or decoder: an instance of the code that nobody else uses, and the object in its heap. */
export class VpxSeat<Exports extends CodecExports> extends CodecSeat<Exports> {
  /** The object in the heap. */
  readonly pointer: number;
  readonly #pool: InstancePool<Exports>;
  readonly #actions: SeatActions<Exports>;

  /**
   * @param name of the class, for messages and reports of leaks
   * @throws {SdkError} `invalid-argument` when the module is another one, `resource-exhausted` when there is no memory
   */
  constructor(pool: InstancePool<Exports>, module: WebAssembly.Module, actions: SeatActions<Exports>, name: string) {
    super(pool.take(module), name);
    this.#pool = pool;
    this.#actions = actions;
    this.pointer = actions.open(this.instance.exports);
    if (this.pointer === 0) throw new SdkError('resource-exhausted', `there is no memory for a ${name}`);
  }

  /**
   * @param other the code for a failure that libvpx does not explain
   * @returns `status`
   * @throws {SdkError} when it is below zero
   */
  check(status: number, doing: string, other?: SdkErrorCode): number {
    if (status >= 0) return status;
    const text = this.#text(this.#actions.errorText(this.instance.exports, this.pointer));
    throw vpxError(status, `${this.name}.${doing}`, text, other);
  }

  protected override giveBack(): void {
    this.#actions.close(this.instance.exports, this.pointer);
    this.#pool.giveBack(this.instance);
  }

  /** Letter by letter, because an AudioWorklet has no `TextDecoder`. */
  #text(pointer: number): string {
    const { bytes } = this.instance;
    let text = '';
    for (let at = pointer; pointer !== 0 && at < pointer + MAX_TEXT_BYTES; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === 0) break;
      text += String.fromCharCode(byte);
    }
    return text;
  }
}
