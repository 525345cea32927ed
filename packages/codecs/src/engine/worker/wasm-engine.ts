import { SdkError } from '@remotemedia/base';
import { loadCodec } from '../../module/load-codec.ts';
import type { CoderEngine, EngineSink } from '../ports.ts';
import { Deliveries } from './deliveries.ts';
import { numberOfModule } from './pool/module-numbers.ts';
import type { CoderListener, PendingRequest, ThreadLink } from './pool/thread-link.ts';
import { threadPool } from './pool/thread-pool.ts';
import type { CoderOutput } from './protocol.ts';
import { StartQueue } from './start-queue.ts';
import { codecLocations } from './threads/codec-locations.ts';
import type { CoderTraits } from './traits/coder-traits.ts';

/** A coder's place in a thread, from the first `configure` to `reset`. */
interface Seat {
  readonly coder: number;
  readonly link: ThreadLink;
}

let lastCoder = 0;

/** Runs a coder's session in a thread of the pool. */
export class WasmEngine<Config extends object, Input, Output> implements CoderEngine<Config, Input> {
  /** Ours. */
  readonly name = 'wasm';
  /** Inputs under way at a time. */
  readonly capacity: number;
  readonly #traits: CoderTraits<Config, Input, Output>;
  readonly #sink: EngineSink<Output>;
  readonly #starts: StartQueue = new StartQueue((error) => this.#die(error, []));
  readonly #deliveries: Deliveries = new Deliveries();
  #seat: Seat | undefined;
  #vacated: Promise<void> = Promise.resolve();
  #end: SdkError | undefined;

  constructor(traits: CoderTraits<Config, Input, Output>, sink: EngineSink<Output>) {
    this.#traits = traits;
    this.#sink = sink;
    this.capacity = traits.capacity;
  }

  /** Loads the code, takes a thread and begins, or goes on with another configuration. */
  configure(config: Config): Promise<void> {
    if (this.#end) return Promise.reject(this.#end);
    let module: WebAssembly.Module;
    return this.#starts.add({
      prepare: async () => {
        const file = this.#traits.fileOf(config);
        module = await loadCodec(file, { source: codecLocations().wasm?.[file] });
        await this.#vacated;
      },
      begin: () => this.#configure(config, module),
    });
  }

  /** Has one input worked off. */
  process(input: Input): Promise<void> {
    const drop = () => this.#traits.drop(input);
    if (this.#end) {
      drop();
      return Promise.reject(this.#end);
    }
    const begin = () => {
      const { coder, link } = this.#takenSeat();
      const { input: message, transfer } = this.#traits.pack(input);
      return link.request({ type: 'process', coder, input: message }, transfer);
    };
    return this.#starts.add({ begin, drop });
  }

  /** Brings out what is held back. */
  flush(): Promise<void> {
    if (this.#end) return Promise.reject(this.#end);
    const begin = () => {
      const { coder, link } = this.#takenSeat();
      return link.request({ type: 'flush', coder });
    };
    return this.#starts.add({ begin });
  }

  /** Abandons everything under way. A thread that is at work for it alone is ended if it does not get done soon. */
  reset(): void {
    this.#abandon(new SdkError('aborted', 'the coder was reset'));
  }

  /** Ends it for good. */
  close(): void {
    const why = new SdkError('aborted', 'the coder was closed');
    this.#end ??= why;
    this.#abandon(why);
  }

  #configure(config: Config, module: WebAssembly.Module): Promise<void> {
    this.#seat ??= this.#takeSeat();
    const { coder, link } = this.#seat;
    const number = numberOfModule(module);
    const code = link.learn(number) ? { number } : { number, module };
    return link.request({ type: 'configure', coder, kind: this.#traits.kind, module: code, config });
  }

  #takeSeat(): Seat {
    lastCoder += 1;
    const coder = lastCoder;
    const listener: CoderListener = {
      outputs: (outputs, request) => this.#deliver(outputs, request),
      death: (error, pending) => this.#die(error, pending),
    };
    return { coder, link: threadPool().take(this.#traits.use, coder, listener) };
  }

  #takenSeat(): Seat {
    if (this.#seat) return this.#seat;
    throw new SdkError('failed-precondition', 'the engine must be configured first');
  }

  #deliver(outputs: readonly CoderOutput[], request: PendingRequest | undefined): void {
    try {
      const unpacked = outputs.map((output) => this.#traits.unpack(output));
      const tells = unpacked.map((output) => () => this.#sink.output(output));
      this.#deliveries.add(tells, request);
    } catch (error) {
      this.#die(SdkError.from(error, 'internal'), request ? [request] : []);
    }
  }

  #die(error: SdkError, pending: readonly PendingRequest[]): void {
    if (this.#end) return;
    this.#end = error;
    this.#leaveSeat();
    const rejectAll = (why: SdkError) => {
      for (const request of pending) request.reject(why);
      this.#starts.abandon(why);
    };
    this.#deliveries.addEnd({
      tell: () => {
        rejectAll(error);
        this.#sink.error(error);
      },
      abandon: rejectAll,
    });
  }

  #abandon(why: SdkError): void {
    this.#deliveries.abandon(why);
    for (const request of this.#leaveSeat()) request.reject(why);
    this.#starts.abandon(why);
  }

  #leaveSeat(): readonly PendingRequest[] {
    const seat = this.#seat;
    this.#seat = undefined;
    if (!seat) return [];
    const pending = seat.link.leave(seat.coder);
    this.#vacated = threadPool().giveBack(this.#traits.use, seat.link, seat.coder, pending.length > 0);
    return pending;
  }
}
