import type { CoderKind, CoderOutput } from '../protocol.ts';
import type { CoderSession, Steps } from '../sessions/coder-session.ts';
import { openSession } from '../sessions/open-session.ts';

/** Work for a session: how it begins; a promise while a browser's frame is read. */
export interface Job {
  /** The request it answers. */
  readonly id: number;
  /** Begins it. */
  readonly start: (session: CoderSession) => Steps | Promise<Steps>;
  /** Lets go of what it would have worked off, when it is never begun. */
  readonly drop: () => void;
}

/** What a coder has to say after a turn. */
export interface TurnReport {
  /** A request is worked off, and with which last outputs. */
  readonly done: (id: number, outputs: CoderOutput[]) => void;
  /** Outputs of a request that is not yet worked off. */
  readonly progress: (outputs: CoderOutput[]) => void;
}

/** A session and what waits for it. */
export class HostedCoder {
  readonly #session: CoderSession;
  readonly #jobs: Job[] = [];
  #steps: Iterator<CoderOutput | undefined, unknown> | undefined;
  #isWaiting = false;

  constructor(kind: CoderKind) {
    this.#session = openSession(kind);
  }

  /** Whether a turn would get something done. */
  get isReady(): boolean {
    return this.#jobs.length > 0 && !this.#isWaiting;
  }

  /** The request at work, or that is next. */
  get currentId(): number | undefined {
    return this.#jobs[0]?.id;
  }

  /** Adds work at the end. */
  add(job: Job): void {
    this.#jobs.push(job);
  }

  /**
   * Works until there is nothing left to do or `isOver` says so.
   *
   * @returns a promise when it has to wait for something; it is not ready until that settles
   * @throws what the session threw
   */
  turn(report: TurnReport, isOver: () => boolean): Promise<void> | undefined {
    while (this.isReady) {
      const waits = this.#begin();
      if (waits) return waits;
      if (!this.#work(report, isOver)) return undefined;
    }
    return undefined;
  }

  /** Ends the session; what waits is forgotten. */
  close(): void {
    // The first has let go by itself if it was begun.
    for (const job of this.#jobs.splice(0)) job.drop();
    this.#session.close();
  }

  #begin(): Promise<void> | undefined {
    const [job] = this.#jobs;
    if (!job || this.#steps) return undefined;
    const begun = job.start(this.#session);
    if (!(begun instanceof Promise)) {
      this.#steps = begun[Symbol.iterator]();
      return undefined;
    }
    this.#isWaiting = true;
    return begun
      .then((steps) => {
        this.#steps = steps[Symbol.iterator]();
      })
      .finally(() => {
        this.#isWaiting = false;
      });
  }

  /** @returns whether there is time for more */
  #work(report: TurnReport, isOver: () => boolean): boolean {
    const outputs: CoderOutput[] = [];
    for (;;) {
      const step = this.#steps?.next();
      if (step && !step.done && step.value) outputs.push(step.value);
      if (!step || step.done) {
        const job = this.#jobs.shift();
        this.#steps = undefined;
        if (job) report.done(job.id, outputs);
        return !isOver();
      }
      if (isOver()) {
        if (outputs.length > 0) report.progress(outputs);
        return false;
      }
    }
  }
}
