import { SdkError } from '@remotemedia/base';

/** A call on its way to the thread. */
export interface Start {
  /** What has to be there first; later calls wait for it, so that their order stays. */
  readonly prepare?: (() => Promise<void>) | undefined;
  /** Sends it off, at once. The promise is the call's. */
  readonly begin: () => Promise<void>;
  /** Lets go of what the call brought, when it is never begun. */
  readonly drop?: (() => void) | undefined;
}

interface WaitingStart extends Start {
  readonly resolve: () => void;
  readonly reject: (error: SdkError) => void;
}

/** Sends calls off in the order they are made; only a configuration, which may have to load code, holds them up. */
export class StartQueue {
  readonly #onFailure: (error: SdkError) => void;
  #waiting: WaitingStart[] = [];
  #isPreparing = false;
  #generation = 0;

  /** @param onFailure a preparation or a beginning threw; it has to abandon the rest */
  constructor(onFailure: (error: SdkError) => void) {
    this.#onFailure = onFailure;
  }

  /** Begins as soon as those before have begun. */
  add(start: Start): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...start, resolve, reject });
      if (!this.#isPreparing) this.#advance();
    });
  }

  /** Rejects what has not begun. */
  abandon(why: SdkError): void {
    const abandoned = this.#waiting;
    this.#waiting = [];
    this.#isPreparing = false;
    this.#generation += 1;
    for (const { drop, reject } of abandoned) {
      drop?.();
      reject(why);
    }
  }

  #advance(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (next.prepare) {
        this.#prepare(next, next.prepare);
        return;
      }
      this.#waiting.shift();
      this.#begin(next);
    }
  }

  #prepare(start: WaitingStart, prepare: () => Promise<void>): void {
    const generation = this.#generation;
    this.#isPreparing = true;
    prepare().then(
      () => {
        if (generation !== this.#generation) return;
        this.#isPreparing = false;
        this.#waiting.shift();
        this.#begin(start);
        this.#advance();
      },
      (error: unknown) => {
        if (generation === this.#generation) this.#onFailure(SdkError.from(error, 'internal'));
      },
    );
  }

  #begin(start: WaitingStart): void {
    try {
      start.begin().then(start.resolve, start.reject);
    } catch (caught) {
      const error = SdkError.from(caught, 'internal');
      start.reject(error);
      this.#onFailure(error);
    }
  }
}
