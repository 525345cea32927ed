import { SdkError } from '@remotemedia/base';
import type { CoderEngine, EngineName, EngineSink } from './ports.ts';
import { postTask } from './post-task.ts';

/** What a {@link ScriptedEngine} does. */
export interface EngineScript<Config, Input, Output> {
  /** Which one it says it is. @default 'wasm' */
  readonly name?: EngineName;
  /** @default 2 */
  readonly capacity?: number;
  /** Called with each configuration; may throw. */
  readonly configure?: (config: Config) => void;
  /** The outputs of an input; may throw. */
  readonly work: (input: Input) => readonly Output[];
  /** The outputs that were held back. @default none */
  readonly drain?: () => readonly Output[];
  /** Whether it waits for {@link ScriptedEngine.step}. @default false: every step is a task */
  readonly isManual?: boolean;
}

interface Step<Output> {
  readonly run: () => readonly Output[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** An engine without a codec, for tests of what is around engines. */
export class ScriptedEngine<Config, Input, Output> implements CoderEngine<Config, Input> {
  /** As scripted. */
  readonly name: EngineName;
  /** As scripted. */
  readonly capacity: number;
  readonly #sink: EngineSink<Output>;
  readonly #script: EngineScript<Config, Input, Output>;
  #steps: Step<Output>[] = [];
  #isPosted = false;
  #life = 0;
  #end: SdkError | undefined;

  constructor(sink: EngineSink<Output>, script: EngineScript<Config, Input, Output>) {
    this.#sink = sink;
    this.#script = script;
    this.name = script.name ?? 'wasm';
    this.capacity = script.capacity ?? 2;
  }

  /** Whether it was closed, or died. */
  get isEnded(): boolean {
    return this.#end !== undefined;
  }

  /** How many calls wait. */
  get waiting(): number {
    return this.#steps.length;
  }

  /** Queues a configuration. */
  configure(config: Config): Promise<void> {
    return this.#queue(() => {
      this.#script.configure?.(config);
      return [];
    });
  }

  /** Queues an input. */
  process(input: Input): Promise<void> {
    return this.#queue(() => this.#script.work(input));
  }

  /** Queues a flush. */
  flush(): Promise<void> {
    return this.#queue(() => this.#script.drain?.() ?? []);
  }

  /** Rejects what waits. */
  reset(): void {
    this.#rejectAll(new SdkError('aborted', 'reset'));
  }

  /** Rejects what waits, and what comes. */
  close(): void {
    this.#end ??= new SdkError('aborted', 'closed');
    this.#rejectAll(this.#end);
  }

  /** Carries out the oldest call that waits; in a task, if it is to be like a real one. */
  step(): void {
    const step = this.#steps.shift();
    if (!step) return;
    try {
      const life = this.#life;
      for (const output of step.run()) if (life === this.#life) this.#sink.output(output);
      step.resolve();
    } catch (error) {
      this.#end = SdkError.from(error, 'data-loss');
      step.reject(this.#end);
      this.#rejectAll(this.#end);
      this.#sink.error(this.#end);
    }
  }

  #queue(run: () => readonly Output[]): Promise<void> {
    if (this.#end) return Promise.reject(this.#end);
    const done = new Promise<void>((resolve, reject) => {
      this.#steps.push({ run, resolve, reject });
    });
    this.#schedule();
    return done;
  }

  #schedule(): void {
    if (this.#isPosted || this.#script.isManual || this.#steps.length === 0) return;
    this.#isPosted = true;
    postTask(() => {
      this.#isPosted = false;
      this.step();
      this.#schedule();
    });
  }

  #rejectAll(error: SdkError): void {
    this.#life += 1;
    for (const { reject } of this.#steps.splice(0)) reject(error);
  }
}
