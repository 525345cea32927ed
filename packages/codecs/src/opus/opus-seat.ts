import type { SdkError } from '@remotemedia/base';
import { CodecSeat } from '../module/codec-seat.ts';
import type { CodecInstance } from '../module/instance.ts';
import { InstancePool } from '../module/instance-pool.ts';
import { opusError } from './opus-error.ts';
import { type GetControl, isOpusExports, type OpusExports } from './opus-exports.ts';

/** Instances of `opus.wasm` in this thread. */
const pool = new InstancePool(isOpusExports);

/** Room for input that each instance has once, because no call needs it longer than it runs. */
export const SCRATCH_BYTES: number = 64 * 1024;

/** OPUS_ALLOC_FAIL (opus_defines.h). */
const NO_MEMORY = -7;

const scratches = new WeakMap<CodecInstance<OpusExports>, number>();

/** The place of one object on the heap that the objects of a thread share: its blocks, and whether it is open. */
export class OpusSeat extends CodecSeat<OpusExports> {
  /** {@link SCRATCH_BYTES} bytes for input, which every object uses. */
  readonly scratch: number;
  readonly #blocks = new Set<number>();

  /**
   * @param module of `opus.wasm`
   * @param name of the class, for messages and reports of leaks
   * @throws {SdkError} `invalid-argument` when the module is another one, `resource-exhausted` when there is no memory
   */
  constructor(module: WebAssembly.Module, name: string) {
    super(pool.share(module), name);
    this.scratch = scratchOf(this.instance);
  }

  /** Room that is given back on closing. @throws {SdkError} `resource-exhausted` when there is none */
  alloc(sizeBytes: number): number {
    return this.own(
      this.call('new', ({ exports }) => exports.bridge_alloc(sizeBytes) || NO_MEMORY),
      'new',
    );
  }

  /** Gives room back early. */
  free(pointer: number): void {
    if (!this.#blocks.delete(pointer)) return;
    this.call('free', ({ exports }) => {
      exports.bridge_free(pointer);
      return 0;
    });
  }

  /**
   * Reads a setting or a state.
   *
   * @param get the bridge's function for such objects
   * @throws {SdkError} as {@link OpusSeat.call} does
   */
  read(get: GetControl, object: number, control: number, doing: string): number {
    const instance = this.use(doing);
    try {
      this.check(get(object, control, this.scratch), doing);
    } catch (cause) {
      throw this.crash(cause, doing);
    }
    return instance.words[this.scratch >> 2] ?? 0;
  }

  /** Takes over a block that a `create` gave. @throws {SdkError} for a result below zero, which is an error */
  own(pointer: number, doing: string): number {
    if (pointer <= 0) throw this.error(pointer, doing);
    this.#blocks.add(pointer);
    return pointer;
  }

  /** @returns `status` @throws {SdkError} when it is below zero */
  check(status: number, doing: string): number {
    if (status < 0) throw this.error(status, doing);
    return status;
  }

  /** The error for a status of libopus. */
  error(status: number, doing: string): SdkError {
    return opusError(status, `${this.name}.${doing}`);
  }

  /**
   * Calls the code where a call may cost a closure.
   *
   * @returns what it gave, zero or more
   * @throws {SdkError} as {@link OpusSeat.use} and {@link OpusSeat.check} do, and `internal` when the code crashed
   */
  call(doing: string, work: (instance: CodecInstance<OpusExports>) => number): number {
    const instance = this.use(doing);
    try {
      return this.check(work(instance), doing);
    } catch (cause) {
      throw this.crash(cause, doing);
    }
  }

  protected override giveBack(): void {
    for (const block of this.#blocks) this.instance.exports.bridge_free(block);
    this.#blocks.clear();
  }
}

/** How many bytes of the heap are in use that objects of a module share in this thread; for tests of leaks. */
export function opusHeapUsedBytes(module: WebAssembly.Module): number {
  return pool.share(module).exports.bridge_used_bytes() >>> 0;
}

function scratchOf(instance: CodecInstance<OpusExports>): number {
  const known = scratches.get(instance);
  if (known !== undefined) return known;
  const pointer = instance.exports.malloc(SCRATCH_BYTES);
  if (pointer === 0) throw opusError(NO_MEMORY, 'OpusSeat');
  scratches.set(instance, pointer);
  return pointer;
}
