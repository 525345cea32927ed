import { SdkError } from '@remotemedia/base';
import type { Asset } from '../../node/node-definition.ts';

/** What the WebAssembly build of RNNoise exports, as far as it is used. */
export interface RnnoiseExports {
  readonly memory: WebAssembly.Memory;
  /** Constructors of the C code; once, before anything else. */
  readonly __wasm_call_ctors: () => void;
  readonly malloc: (sizeBytes: number) => number;
  readonly free: (pointer: number) => void;
  readonly rnnoise_get_frame_size: () => number;
  /** @param model 0 for the one within. @returns 0 when there is no memory */
  readonly rnnoise_create: (model: number) => number;
  readonly rnnoise_destroy: (state: number) => void;
  /** @returns the probability that the frame has a voice */
  readonly rnnoise_process_frame: (state: number, output: number, input: number) => number;
}

const FUNCTIONS: readonly (keyof RnnoiseExports)[] = [
  '__wasm_call_ctors',
  'malloc',
  'free',
  'rnnoise_get_frame_size',
  'rnnoise_create',
  'rnnoise_destroy',
  'rnnoise_process_frame',
];

/** Bytes of a page of WebAssembly memory. */
const PAGE_BYTES = 65_536;

/** The heap may become as large as this: room for some three thousand channels. */
const MOST_HEAP_BYTES = 64 * 1024 * 1024;

/**
 * Instantiates RNNoise at once; no promise, so it works on the audio thread.
 *
 * @throws {SdkError} `invalid-argument` when it is another module, `resource-exhausted` when there is no memory for it
 */
export function instantiateRnnoise(module: Asset): RnnoiseExports {
  if (!(module instanceof WebAssembly.Module)) {
    throw new SdkError('invalid-argument', 'the asset rnnoise must be a compiled WebAssembly.Module');
  }
  let exports: RnnoiseExports | undefined;
  let heap = new Uint8Array(0);
  const env = {
    emscripten_memcpy_big: (to: number, from: number, sizeBytes: number): void => {
      // Memory that grew leaves the old view empty.
      if (exports && heap.length === 0) heap = new Uint8Array(exports.memory.buffer);
      heap.copyWithin(to, from, from + sizeBytes);
    },
    emscripten_resize_heap: (sizeBytes: number): number => (exports && grow(exports.memory, sizeBytes) ? 1 : 0),
    __assert_fail: (): never => {
      throw new WebAssembly.RuntimeError('RNNoise found itself in an impossible state');
    },
  };
  exports = checked(instantiate(module, { env }));
  exports.__wasm_call_ctors();
  return exports;
}

function instantiate(module: WebAssembly.Module, imports: WebAssembly.Imports): object {
  try {
    return new WebAssembly.Instance(module, imports).exports;
  } catch (cause) {
    const code = cause instanceof RangeError ? 'resource-exhausted' : 'invalid-argument';
    throw new SdkError(code, `RNNoise cannot be instantiated: ${String(cause)}`, { cause });
  }
}

function checked(exports: object): RnnoiseExports {
  if (isRnnoise(exports)) return exports;
  const names = Object.keys(exports).slice(0, 8).join(', ');
  throw new SdkError('invalid-argument', `the asset rnnoise is not RNNoise; it exports ${names}`);
}

function isRnnoise(exports: object): exports is RnnoiseExports {
  const isComplete = FUNCTIONS.every((name) => typeof Reflect.get(exports, name) === 'function');
  return isComplete && Reflect.get(exports, 'memory') instanceof WebAssembly.Memory;
}

function grow(memory: WebAssembly.Memory, sizeBytes: number): boolean {
  const missing = sizeBytes - memory.buffer.byteLength;
  if (sizeBytes > MOST_HEAP_BYTES) return false;
  try {
    memory.grow(Math.max(0, Math.ceil(missing / PAGE_BYTES)));
    return true;
  } catch {
    return false;
  }
}
