import { abortError, type Clock, SdkError, withDeadline } from '@remotemedia/base';
import { redactText } from '../redact/redact-text.ts';
import type { CheckContext } from './check-context.ts';
import type { CheckDetails, CheckName, CheckResult, CheckStatus, Finding } from './report.ts';

/** A check began or ended. */
export type PreflightProgress =
  /** It began. */
  | { readonly name: CheckName; readonly state: 'started' }
  /** It ended. */
  | { readonly name: CheckName; readonly state: 'finished'; readonly result: CheckResult };

/** What a {@link CheckRun} needs. */
export interface CheckRunOptions {
  /** Ends all checks. */
  readonly signal: AbortSignal | undefined;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Longest time of a check in milliseconds. */
  readonly timeoutMs: number;
  /** Hears of each check as it begins and ends. */
  readonly onProgress: ((progress: PreflightProgress) => void) | undefined;
}

/** From best to worst; a check that was not made makes nothing worse. */
const ORDER: readonly CheckStatus[] = ['skipped', 'ok', 'warning', 'failed'];

/** How long a check may still take to say what it found when its time is up, in milliseconds. */
const LAST_WORD_MS = 250;

/** Makes checks, each within its time, and keeps the worst outcome. */
export class CheckRun {
  readonly #options: CheckRunOptions;
  #worst: CheckStatus = 'skipped';

  /** @param options what all checks share */
  constructor(options: CheckRunOptions) {
    this.#options = options;
  }

  /** The worst outcome so far. */
  get worst(): CheckStatus {
    return this.#worst;
  }

  /**
   * Makes one check; what it throws is its outcome.
   *
   * @param moreMs time that it may take beyond the usual, in milliseconds
   * @throws {SdkError} `cancelled` when the caller's signal aborts, and nothing else
   */
  async check<Name extends CheckName>(
    name: Name,
    work: (context: CheckContext) => Promise<Finding<CheckDetails[Name]>>,
    moreMs = 0,
  ): Promise<CheckResult<Name>> {
    const { signal, clock, timeoutMs, onProgress } = this.#options;
    onProgress?.({ name, state: 'started' });
    const startedMs = clock.now();
    const mostMs = timeoutMs + moreMs;
    const late = new AbortController();
    const what = `the check "${name}"`;
    const stopTimer = clock.after(mostMs, () =>
      late.abort(new SdkError('deadline-exceeded', `${what} took longer than ${mostMs} ms`)),
    );
    const outcome = await withDeadline((ends) => work({ signal: AbortSignal.any([ends, late.signal]), clock }), {
      signal,
      clock,
      timeoutMs: mostMs + LAST_WORD_MS,
      what,
    }).catch(asFinding);
    stopTimer();
    if (signal?.aborted) throw abortError(signal);
    const result = { name, ...outcome, durationMs: Math.round(clock.now() - startedMs) };
    if (ORDER.indexOf(result.status) > ORDER.indexOf(this.#worst)) this.#worst = result.status;
    onProgress?.({ name, state: 'finished', result });
    return result;
  }
}

function asFinding(caught: unknown): { status: CheckStatus; advice: string; errorCode: SdkError['code'] } {
  const { code, detail } = SdkError.from(caught);
  return { status: 'failed', advice: `This check could not be completed: ${redactText(detail)}.`, errorCode: code };
}
