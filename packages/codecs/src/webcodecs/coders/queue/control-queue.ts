import type { CoderEngine, EngineName, EngineSink } from '../../../engine/ports.ts';
import type { CodecState, EngineReport } from '../config-types.ts';
import { CallbackQueue } from './callback-queue.ts';
import { abortedBy, exceptionOf, wrongState } from './coder-errors.ts';
import { EngineSeat } from './engine-seat.ts';
import { Fifo } from './fifo.ts';
import { FlushPromises } from './flush-promises.ts';

/** What a coder's control messages are about. */
type Message<Config, Input> =
  | { readonly type: 'configure'; readonly config: Config }
  | { readonly type: 'work'; readonly input: Input }
  | { readonly type: 'flush'; readonly done: () => void };

/** What is special about one kind of coder. */
export interface CoderParts<Config, Input, Output> {
  /** Its class, for whoever counts open coders. */
  readonly name: string;
  /** Finds the engine. @throws {SdkError} `unimplemented` when none can do it */
  readonly choose: (config: Config) => Promise<EngineReport>;
  /** Opens that engine. */
  readonly open: (name: EngineName, sink: EngineSink<Output>) => CoderEngine<Config, Input>;
  /** A configuration took effect; outputs from now on are made with it. */
  readonly configured: (config: Config) => void;
  /** Gives an output to the page. */
  readonly deliver: (output: Output) => void;
  /** Lets go of an output that the page will not get. */
  readonly drop: (output: Output) => void;
  /** Lets go of an input that no engine got. */
  readonly release: (input: Input) => void;
  /** Tells the page of an error. */
  readonly fail: (exception: DOMException) => void;
  /** Fires the `dequeue` event. */
  readonly dequeued: () => void;
}

/**
 * The part that all coders have in common: state, control message queue, pending flushes, `dequeue`. Source: WebCodecs,
 * "Codec Processing Model" and the algorithms of each coder. What is queued as a task there is a callback here; what has
 * no effect that a page could see is done at once.
 */
export class ControlQueue<Config, Input, Output> {
  readonly #parts: CoderParts<Config, Input, Output>;
  readonly #callbacks = new CallbackQueue();
  readonly #flushes = new FlushPromises();
  readonly #messages = new Fifo<Message<Config, Input>>();
  readonly #seat: EngineSeat<Config, Input>;
  #state: CodecState = 'unconfigured';
  #report: EngineReport | undefined;
  #isBlocked = false;
  #underWay = 0;
  #size = 0;
  #isDequeueScheduled = false;
  /** Counts resets: what was begun before one has no effect after it. */
  #life = 0;

  constructor(parts: CoderParts<Config, Input, Output>) {
    this.#parts = parts;
    this.#seat = new EngineSeat(parts.name);
  }

  /** Where the coder is in its life. */
  get state(): CodecState {
    return this.#state;
  }

  /** Inputs that no engine has taken yet. */
  get size(): number {
    return this.#size;
  }

  /** Which engine is at work, and why; `undefined` before a configuration took effect. */
  get engine(): EngineReport | undefined {
    return this.#report;
  }

  /** @throws {DOMException} `InvalidStateError` unless the coder is configured */
  requireConfigured(method: string): void {
    if (this.#state !== 'configured') throw wrongState(this.#state, method);
  }

  /** Queues a configuration. @throws {DOMException} `InvalidStateError` when closed */
  configure(config: Config): void {
    this.#requireOpen('configure');
    this.#state = 'configured';
    this.#queue({ type: 'configure', config });
  }

  /** Queues an input, which belongs to the queue from then on. */
  work(input: Input): void {
    this.#size += 1;
    this.#queue({ type: 'work', input });
  }

  /** Fulfils when everything that was queued before is out. @throws {DOMException} `InvalidStateError`, asynchronously */
  async flush(): Promise<undefined> {
    this.requireConfigured('flush');
    const { promise, done } = this.#flushes.open();
    this.#queue({ type: 'flush', done });
    return promise;
  }

  /** Forgets everything queued and pending. @throws {DOMException} `InvalidStateError` when closed */
  reset(): void {
    this.#reset(abortedBy('reset'), 'reset');
  }

  /** Ends the coder for good. @throws {DOMException} `InvalidStateError` when closed already */
  close(): void {
    this.#close(abortedBy('close'), 'close');
  }

  #requireOpen(method: string): void {
    if (this.#state === 'closed') throw wrongState(this.#state, method);
  }

  #queue(message: Message<Config, Input>): void {
    this.#messages.push(message);
    this.#process();
  }

  #process(): void {
    while (!this.#isBlocked) {
      const message = this.#messages.peek();
      if (!message || (message.type === 'work' && this.#isSaturated())) return;
      this.#messages.shift();
      this.#callbacks.within(() => this.#run(message));
    }
  }

  #isSaturated(): boolean {
    const { engine } = this.#seat;
    return engine !== undefined && this.#underWay >= engine.capacity;
  }

  #run(message: Message<Config, Input>): void {
    if (message.type === 'configure') this.#runConfigure(message.config);
    else if (message.type === 'work') this.#runWork(message.input);
    else this.#runFlush(message.done);
  }

  #runConfigure(config: Config): void {
    this.#isBlocked = true;
    this.#settle(this.#apply(config, this.#life), () => {
      this.#isBlocked = false;
      this.#process();
    });
  }

  async #apply(config: Config, life: number): Promise<void> {
    const report = await this.#choose(config);
    if (life !== this.#life) return;
    const { engine } = this.#seat;
    const next = engine?.name === report.name ? engine : await this.#changeEngine(report.name, life);
    await next?.configure(config);
    if (life !== this.#life) return;
    this.#report = report;
    // Behind the outputs of the old configuration, which may still wait for a task.
    this.#callBack(() => this.#parts.configured(config));
  }

  /** Outputs of the old configuration come before the error of the new one. */
  async #choose(config: Config): Promise<EngineReport> {
    try {
      return await this.#parts.choose(config);
    } catch (error) {
      await this.#seat.engine?.flush();
      throw error;
    }
  }

  #runWork(input: Input): void {
    this.#size -= 1;
    this.#scheduleDequeue();
    this.#underWay += 1;
    this.#settle(this.#seat.take().process(input), () => {
      this.#underWay -= 1;
      this.#process();
    });
  }

  #runFlush(done: () => void): void {
    this.#settle(this.#seat.take().flush(), () => this.#callBack(done));
  }

  /** Goes on after an engine's promise, unless a reset came between. */
  #settle(promise: Promise<void>, next: () => void): void {
    const life = this.#life;
    promise.then(
      () => {
        if (life === this.#life) next();
      },
      (error: unknown) => this.#fail(error, life),
    );
  }

  /** Opens another engine in the place of the one there is, once its outputs are out; none after a reset. */
  async #changeEngine(name: EngineName, life: number): Promise<CoderEngine<Config, Input> | undefined> {
    await this.#seat.engine?.flush();
    return life === this.#life ? this.#seat.fill(this.#parts.open(name, this.#sink()), this) : undefined;
  }

  /** It does not keep the coder: one that a page has forgotten can be collected, and then its engine is closed. */
  #sink(): EngineSink<Output> {
    const weak = new WeakRef(this);
    return {
      output: (output) => {
        const queue = weak.deref();
        if (queue) queue.#give(output);
      },
      error: (error) => {
        const queue = weak.deref();
        if (queue) queue.#died(error);
      },
    };
  }

  #give(output: Output): void {
    this.#callBack(
      () => this.#parts.deliver(output),
      () => this.#parts.drop(output),
    );
  }

  /** Calls the page, unless a reset comes first. */
  #callBack(callback: () => void, otherwise?: () => void): void {
    const life = this.#life;
    this.#callbacks.run(() => {
      if (life === this.#life) callback();
      else otherwise?.();
    });
  }

  #died(error: unknown): void {
    this.#seat.died();
    this.#fail(error, this.#life);
  }

  #fail(error: unknown, life: number): void {
    if (life !== this.#life || this.#state === 'closed') return;
    this.#callBack(() => this.#close(exceptionOf(error), 'close'));
  }

  #scheduleDequeue(): void {
    if (this.#isDequeueScheduled) return;
    this.#isDequeueScheduled = true;
    this.#callbacks.post(() => {
      try {
        this.#parts.dequeued();
      } finally {
        this.#isDequeueScheduled = false;
      }
    });
  }

  #reset(exception: DOMException, method: string): void {
    this.#requireOpen(method);
    this.#state = 'unconfigured';
    this.#life += 1;
    this.#report = undefined;
    this.#isBlocked = false;
    this.#underWay = 0;
    for (const message of this.#messages.takeAll()) if (message.type === 'work') this.#parts.release(message.input);
    this.#callbacks.within(() => this.#seat.reset());
    if (this.#size > 0) {
      this.#size = 0;
      this.#scheduleDequeue();
    }
    this.#flushes.rejectAll(exception);
  }

  #close(exception: DOMException, method: string): void {
    this.#reset(exception, method);
    this.#state = 'closed';
    this.#seat.leave();
    if (exception.name !== 'AbortError') this.#parts.fail(exception);
  }
}
