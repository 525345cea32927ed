import { SdkError } from '@remotemedia/base';
import { IMPORTS } from './imports.ts';

/** What every file of ours exports beside its own functions. */
export interface CodecExports {
  /** The heap that all pointers point into; it grows, and then every view of it is dead. */
  readonly memory: WebAssembly.Memory;
  /** Runs the constructors of the C code; once, before anything else. */
  readonly _initialize?: () => void;
  /** Room on the heap. @returns 0 when there is none */
  readonly malloc: (sizeBytes: number) => number;
  /** Gives room back; 0 is allowed. */
  readonly free: (pointer: number) => void;
}

/** A codec's code with a heap of its own, and views of that heap that survive its growth. */
export class CodecInstance<Exports extends CodecExports> {
  /** The functions, typed by whoever knows the file. */
  readonly exports: Exports;
  /** What it was made of. */
  readonly module: WebAssembly.Module;
  #broken: SdkError | undefined;
  #bytes: Uint8Array<ArrayBuffer>;
  #floats: Float32Array<ArrayBuffer>;
  #shorts: Int16Array<ArrayBuffer>;
  #words: Int32Array<ArrayBuffer>;

  /**
   * Instantiates at once; no promise, so it works in an AudioWorklet.
   *
   * @param isExpected whether the exports are those of the expected file
   * @throws {SdkError} `invalid-argument` when it is no module or another file's, `resource-exhausted` when there is no
   *   memory for its heap
   */
  constructor(module: WebAssembly.Module, isExpected: (exports: object) => exports is Exports) {
    const { exports } = instantiate(module);
    if (!isExpected(exports)) {
      const names = Object.keys(exports).slice(0, 8).join(', ');
      throw new SdkError('invalid-argument', `the WebAssembly module is not the expected codec; it exports ${names}`);
    }
    this.exports = exports;
    this.module = module;
    exports._initialize?.();
    this.#bytes = new Uint8Array(heapOf(exports));
    this.#floats = new Float32Array(heapOf(exports));
    this.#shorts = new Int16Array(heapOf(exports));
    this.#words = new Int32Array(heapOf(exports));
  }

  /** The heap as bytes. Use it at once: a call into the codec may replace it. */
  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#bytes.byteLength === 0) this.#bytes = new Uint8Array(heapOf(this.exports));
    return this.#bytes;
  }

  /** The heap as 32-bit floats, indexed by pointer / 4. Use it at once. */
  get floats(): Float32Array<ArrayBuffer> {
    if (this.#floats.byteLength === 0) this.#floats = new Float32Array(heapOf(this.exports));
    return this.#floats;
  }

  /** The heap as 16-bit integers, indexed by pointer / 2. Use it at once. */
  get shorts(): Int16Array<ArrayBuffer> {
    if (this.#shorts.byteLength === 0) this.#shorts = new Int16Array(heapOf(this.exports));
    return this.#shorts;
  }

  /** The heap as 32-bit integers, indexed by pointer / 4. Use it at once. */
  get words(): Int32Array<ArrayBuffer> {
    if (this.#words.byteLength === 0) this.#words = new Int32Array(heapOf(this.exports));
    return this.#words;
  }

  /** Why it must not be used any more; `undefined` while it is sound. */
  get broken(): SdkError | undefined {
    return this.#broken;
  }

  /**
   * A call into the code threw. The heap may be in any state, so from now on all users of the instance get this error.
   *
   * @param cause what was thrown
   * @param doing what was called, for the message: "OpusDecoder.decode"
   * @returns the error to throw, `internal`
   */
  fail(cause: unknown, doing: string): SdkError {
    const why = cause instanceof Error ? cause.message : String(cause);
    const detail = `the codec's code crashed in ${doing} (${why}); every object that shared its memory is lost, open new ones`;
    this.#broken ??= new SdkError('internal', detail, { cause });
    return this.#broken;
  }

  /** What the heap takes of the machine's memory now; it never shrinks. */
  get heapBytes(): number {
    return this.exports.memory.buffer.byteLength;
  }
}

/** The builds have no shared memory, which the type of `memory.buffer` cannot tell. */
function heapOf({ memory }: CodecExports): ArrayBuffer {
  const { buffer } = memory;
  if (buffer instanceof ArrayBuffer) return buffer;
  throw new SdkError('invalid-argument', "the codec's memory is shared; this loader takes builds without threads");
}

function instantiate(module: WebAssembly.Module): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module, importsOf(module));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const code = cause instanceof RangeError ? 'resource-exhausted' : 'invalid-argument';
    throw new SdkError(code, `the WebAssembly module of a codec cannot be instantiated: ${why}`, { cause });
  }
}

/** One function for each import the module has; an unknown one is an error when the module is instantiated. */
function importsOf(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    const found = IMPORTS[name];
    if (!found) continue;
    imports[from] = { ...imports[from], [name]: found };
  }
  return imports;
}
