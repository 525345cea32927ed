import { type CodecExports, CodecInstance } from './instance.ts';

/** Instances that wait for another user, for one module. */
const MAX_IDLE = 2;

/** An instance that grew beyond this is dropped, because a WebAssembly heap never shrinks. */
const MAX_IDLE_HEAP_BYTES = 32 * 1024 * 1024;

/** The instances of this thread, by module: one that all share, and ones that have a single user at a time. */
export class InstancePool<Exports extends CodecExports> {
  readonly #isExpected: (exports: object) => exports is Exports;
  readonly #shared = new WeakMap<WebAssembly.Module, CodecInstance<Exports>>();
  readonly #idle = new WeakMap<WebAssembly.Module, CodecInstance<Exports>[]>();

  /** @param isExpected whether the exports are those of the expected file */
  constructor(isExpected: (exports: object) => exports is Exports) {
    this.#isExpected = isExpected;
  }

  /**
   * The one instance that everybody in this thread shares; a fresh one after a trap.
   *
   * @throws {SdkError} `invalid-argument` when the module is another file's
   */
  share(module: WebAssembly.Module): CodecInstance<Exports> {
    const known = this.#shared.get(module);
    if (known && !known.broken) return known;
    const fresh = new CodecInstance(module, this.#isExpected);
    this.#shared.set(module, fresh);
    return fresh;
  }

  /**
   * An instance for a single user, who gives it back.
   *
   * @throws {SdkError} `invalid-argument` when the module is another file's
   */
  take(module: WebAssembly.Module): CodecInstance<Exports> {
    return this.#idle.get(module)?.pop() ?? new CodecInstance(module, this.#isExpected);
  }

  /** The user is done and has freed what it had allocated. A broken or large instance, or one too many, is dropped. */
  giveBack(instance: CodecInstance<Exports>): void {
    if (instance.broken || instance.heapBytes > MAX_IDLE_HEAP_BYTES) return;
    const idle = this.#idle.get(instance.module) ?? [];
    if (idle.length >= MAX_IDLE || idle.includes(instance)) return;
    idle.push(instance);
    this.#idle.set(instance.module, idle);
  }
}
