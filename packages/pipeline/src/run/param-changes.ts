import { SdkError, type Undo } from '@remotemedia/base';
import type { NodeSurroundings } from './node-surroundings.ts';

type Params = Readonly<Record<string, unknown>>;

/** What a node does to take parameters. `isWanted` says whether somebody still waits for it. */
type Apply = (params: Params, isWanted: () => boolean) => void | Promise<void>;

/** A change that waits for the one before it. */
interface Wish {
  params: Params;
  readonly ended: Promise<void>;
  readonly settle: (result: void | Promise<void>) => void;
}

/**
 * Changes of a node's parameters: one at a time and in order. Of those that come while one is under way only the last counts,
 * as each has all parameters; so a slider that is moved makes no heap of instances.
 */
export class ParamChanges {
  readonly #apply: Apply;
  readonly #limitMs: number;
  readonly #after: (delayMs: number, callback: () => void) => Undo;
  #giveUp: ((error: SdkError) => void) | undefined;
  #next: Wish | undefined;

  constructor(apply: Apply, { callTimeoutMs, after }: Pick<NodeSurroundings<unknown>, 'callTimeoutMs' | 'after'>) {
    this.#apply = apply;
    // A change may wait for a call that hangs, and then for an instance.
    this.#limitMs = 2 * callTimeoutMs;
    this.#after = after;
  }

  /** Takes parameters; without a promise if they are in force at once. @throws SdkError what the node says. */
  ask(params: Params): void | Promise<void> {
    if (this.#giveUp) return this.#wait(params);
    let isWanted = true;
    const pending = this.#apply(params, () => isWanted);
    if (!(pending instanceof Promise)) return undefined;
    return this.#limit(pending, () => {
      isWanted = false;
    });
  }

  /** Nothing is waited for any more. */
  close(error: SdkError): void {
    const next = this.#next;
    this.#next = undefined;
    next?.settle(Promise.reject(error));
    this.#giveUp?.(error);
  }

  #limit(pending: Promise<void>, onLate: () => void): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const end = (settle: () => void): void => {
        if (this.#giveUp !== giveUp) return;
        this.#giveUp = undefined;
        stopTimer();
        settle();
        this.#goOn();
      };
      const giveUp = (error: SdkError): void => {
        onLate();
        end(() => reject(error));
      };
      const late = new SdkError('deadline-exceeded', `new parameters were not in force within ${this.#limitMs} ms`);
      const stopTimer = this.#after(this.#limitMs, () => giveUp(late));
      this.#giveUp = giveUp;
      pending.then(
        () => end(resolve),
        (error: unknown) => end(() => reject(error)),
      );
    });
  }

  #wait(params: Params): Promise<void> {
    this.#next ??= wish(params);
    this.#next.params = params;
    return this.#next.ended;
  }

  #goOn(): void {
    const next = this.#next;
    this.#next = undefined;
    if (!next) return;
    try {
      next.settle(this.ask(next.params));
    } catch (error) {
      next.settle(Promise.reject(error));
    }
  }
}

function wish(params: Params): Wish {
  let settle: Wish['settle'] = () => {};
  const ended = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { params, ended, settle };
}
