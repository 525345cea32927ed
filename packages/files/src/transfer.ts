import { Emitter, SdkError } from '@remotemedia/base';
import type { TransferEvents } from './file-transfer.ts';
import type { ProgressMeter } from './progress-meter.ts';
import { isOver, type TransferProgress, type TransferState } from './transfer-state.ts';

/** What both sides of a transfer do alike. */
export abstract class Transfer<Result> extends Emitter<TransferEvents> {
  /** Settles when it is over; rejects with an `SdkError` when the file did not arrive. */
  readonly finished: Promise<Result>;
  readonly #meter: ProgressMeter;
  #state: TransferState = { kind: 'offered' };
  #resolve: (result: Result) => void = () => {};
  #reject: (error: SdkError) => void = () => {};

  /** Made by the room's own code. */
  protected constructor(meter: ProgressMeter) {
    super();
    this.#meter = meter;
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // States tell it, too: a transfer whose promise nobody looks at must not be an unhandled rejection.
    this.finished.catch(() => {});
  }

  /** Where it is in its life. */
  get state(): TransferState {
    return this.#state;
  }

  /** How far it is. */
  get progress(): TransferProgress {
    return this.#meter.progress;
  }

  /** Ends it at both sides and lets go of all it holds; what had come is deleted. Does nothing once it is over. */
  abstract cancel(): void;

  /** Goes to a state of the living. */
  protected enter(state: TransferState): void {
    if (this.#state.kind === state.kind || isOver(this.#state)) return;
    this.#state = state;
    this.emit('stateChange', state);
  }

  /** Goes to the last state. False when it was there already. */
  protected finish(state: TransferState, outcome: { readonly result: Result } | SdkError): boolean {
    if (isOver(this.#state)) return false;
    this.#state = state;
    if (outcome instanceof SdkError) this.#reject(outcome);
    else this.#resolve(outcome.result);
    if (!(outcome instanceof SdkError)) this.emit('progress', this.progress);
    this.emit('stateChange', state);
    this.removeAllListeners();
    return true;
  }

  /** Counts bytes and tells it now and then. */
  protected moved(bytes: number): void {
    this.#meter.add(bytes);
    if (!isOver(this.#state) && this.#meter.isDue()) this.emit('progress', this.progress);
  }
}
