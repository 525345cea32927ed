import type { SdkError, SdkErrorCode } from '@remotemedia/base';
import { NoAnswer } from './no-answer.ts';
import type { StreamEnd } from './stream-reader.ts';

/** How a stay that lost its stream is gone on with: with the same stay, or with a new one in its place. */
export type RecoveryStage = 'resuming' | 'rejoining';

/** What comes next: the channel ends, the next stream is opened at once, or when the server can be asked again. */
export type NextStep = { readonly fatal: SdkError } | 'at-once' | 'wait';

/** Refusals of a newcomer that a further try will meet again. */
const FINAL: ReadonlySet<SdkErrorCode> = new Set([
  'invalid-argument',
  'already-exists',
  'permission-denied',
  'aborted',
  'unauthenticated',
  // Too much at a time comes with the time after which to try again; a room that is full does not.
  'resource-exhausted',
]);
/** What a server says that cannot go on with a stay, whatever else it may do. */
const LOST: ReadonlySet<SdkErrorCode> = new Set([
  ...FINAL,
  'not-found',
  'out-of-range',
  'data-loss',
  'failed-precondition',
]);

/** How often we are refused because of our own id, which the server may still hold for us, before another has it for sure. */
const OWN_ID_REFUSALS = 8;

/** Decides how a stay goes on after its stream ended. */
export class Course {
  #stage: RecoveryStage = 'resuming';
  #displaced: SdkError | undefined;
  /** Refusals because of our id that may mean our own former stay. */
  #ownIdRefusals = 0;

  /** How it is gone on with. */
  get stage(): RecoveryStage {
    return this.#stage;
  }

  /** A stream is open. */
  opened(): void {
    this.#stage = 'resuming';
    this.#displaced = undefined;
    this.#ownIdRefusals = 0;
  }

  /** A stream ended, or was refused. */
  after({ error, livedMs }: StreamEnd): NextStep {
    if (livedMs !== undefined) return this.#afterLife(error);
    if (error instanceof NoAnswer) {
      // Perhaps we are in, and have not heard of it.
      if (this.#stage === 'rejoining' && error.code === 'unavailable') this.#ownIdRefusals = OWN_ID_REFUSALS;
      return 'wait';
    }
    if (this.#stage === 'rejoining') return this.#isFinal(error) ? { fatal: error } : 'wait';
    if (!LOST.has(error.code) || error.retryAfterMs !== undefined) return 'wait';
    if (this.#displaced) return { fatal: this.#displaced };
    this.#stage = 'rejoining';
    // Only a server that does not know the stay has surely let go of it.
    if (error.code !== 'unauthenticated') this.#ownIdRefusals = OWN_ID_REFUSALS;
    return 'at-once';
  }

  #afterLife(error: SdkError): NextStep {
    if (error instanceof NoAnswer) return 'wait';
    if (error.code === 'permission-denied') return { fatal: error };
    // A token ran out; the application may have a newer one.
    if (error.code === 'unauthenticated') this.#stage = 'rejoining';
    // Another stream took the stay up, perhaps a late one of ours; or another connection took our place.
    if (error.code === 'aborted') this.#displaced = error;
    return 'wait';
  }

  #isFinal({ code, retryAfterMs }: SdkError): boolean {
    if (retryAfterMs !== undefined || !FINAL.has(code)) return false;
    if (code !== 'already-exists') return true;
    this.#ownIdRefusals -= 1;
    return this.#ownIdRefusals < 0;
  }
}
