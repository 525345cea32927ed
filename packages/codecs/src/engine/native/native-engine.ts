import { SdkError } from '@remotemedia/base';
import type { CoderEngine, EngineSink } from '../ports.ts';
import { errorOfNative } from './native-error.ts';

/** What the browser's four coders have in common. */
export interface NativeCoder extends EventTarget {
  /** Source: WebCodecs, CodecState. */
  readonly state: string;
  /** Source: WebCodecs, flush(). */
  flush(): Promise<void>;
  /** Source: WebCodecs, reset(). */
  reset(): void;
  /** Source: WebCodecs, close(). */
  close(): void;
}

/** How the browser's four coders differ. */
export interface NativeTraits<Config, Input, Output, Coder extends NativeCoder> {
  /** Opens one. */
  readonly open: (output: (output: Output) => void, error: (error: DOMException) => void) => Coder;
  /** Configures it. May throw. */
  readonly configure: (coder: Coder, config: Config) => void;
  /** Queues an input, whether it succeeds or not. May throw. */
  readonly work: (coder: Coder, input: Input) => void;
  /** Lets an input go that is not worked off. */
  readonly release: (input: Input) => void;
  /** How many inputs wait in the browser's own queue. */
  readonly queueSize: (coder: Coder) => number;
}

/** Inputs under way that the browser has not begun with. */
const CAPACITY = 4;

interface Pending {
  readonly resolve: () => void;
  readonly reject: (error: SdkError) => void;
}

/** The browser's own coder as an engine. It queues by itself, so little is passed on before it asks for more. */
export class NativeEngine<Config, Input, Output, Coder extends NativeCoder> implements CoderEngine<Config, Input> {
  /** The browser's. */
  readonly name = 'webcodecs';
  /** Few, so that what waits can be taken back by a reset without having cost anything. */
  readonly capacity: number = CAPACITY;
  readonly #sink: EngineSink<Output>;
  readonly #traits: NativeTraits<Config, Input, Output, Coder>;
  readonly #coder: Coder;
  #pending: Pending[] = [];
  #isIdle = true;
  #end: SdkError | undefined;

  constructor(sink: EngineSink<Output>, traits: NativeTraits<Config, Input, Output, Coder>) {
    this.#sink = sink;
    this.#traits = traits;
    this.#coder = traits.open(
      (output) => {
        sink.output(output);
        // Not every browser fires `dequeue`.
        this.#settle();
      },
      (error) => this.#die(errorOfNative(error)),
    );
    this.#coder.addEventListener('dequeue', () => this.#settle());
  }

  /** Begins with `config`; what is under way comes out first. */
  async configure(config: Config): Promise<void> {
    if (!this.#isIdle) await this.flush();
    this.#attempt(() => this.#traits.configure(this.#coder, config));
  }

  /** Fulfils when the browser has taken it out of its queue. */
  async process(input: Input): Promise<void> {
    if (this.#end) {
      this.#traits.release(input);
      throw this.#end;
    }
    this.#isIdle = false;
    this.#attempt(() => this.#traits.work(this.#coder, input));
    const taken = new Promise<void>((resolve, reject) => {
      this.#pending.push({ resolve, reject });
    });
    this.#settle();
    return taken;
  }

  /** Fulfils when all is out. */
  async flush(): Promise<void> {
    if (this.#end) throw this.#end;
    try {
      await this.#coder.flush();
      this.#isIdle = true;
    } catch (error) {
      throw this.#end ?? errorOfNative(error);
    }
  }

  /** Abandons what is under way. */
  reset(): void {
    if (this.#coder.state !== 'closed') this.#coder.reset();
    this.#isIdle = true;
    this.#rejectAll(new SdkError('aborted', 'the engine was reset'));
  }

  /** Ends it. */
  close(): void {
    this.#end ??= new SdkError('aborted', 'the engine was closed');
    if (this.#coder.state !== 'closed') this.#coder.close();
    this.#rejectAll(this.#end);
  }

  /** What the browser refuses at once ends the engine, as what it refuses later does. */
  #attempt(call: () => void): void {
    if (this.#end) throw this.#end;
    try {
      call();
    } catch (error) {
      const end = errorOfNative(error);
      queueMicrotask(() => this.#die(end));
      throw end;
    }
  }

  #settle(): void {
    const waiting = this.#traits.queueSize(this.#coder);
    for (const { resolve } of this.#pending.splice(0, Math.max(0, this.#pending.length - waiting))) resolve();
  }

  #die(error: SdkError): void {
    if (this.#end) return;
    this.#end = error;
    if (this.#coder.state !== 'closed') this.#coder.close();
    this.#rejectAll(error);
    this.#sink.error(error);
  }

  #rejectAll(error: SdkError): void {
    for (const { reject } of this.#pending.splice(0)) reject(error);
  }
}
