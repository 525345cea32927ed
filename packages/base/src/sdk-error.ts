/**
 * Why an operation failed. The names are gRPC's status codes in kebab-case, so one vocabulary serves the
 * wire and the API. Source: gRPC core concepts, "Status codes and their use in gRPC".
 */
export type SdkErrorCode =
  | 'cancelled'
  | 'unknown'
  | 'invalid-argument'
  | 'deadline-exceeded'
  | 'not-found'
  | 'already-exists'
  | 'permission-denied'
  | 'resource-exhausted'
  | 'failed-precondition'
  | 'aborted'
  | 'out-of-range'
  | 'unimplemented'
  | 'internal'
  | 'unavailable'
  | 'data-loss'
  | 'unauthenticated';

/** The codes in the order of their numbers on the wire; index + 1 is the number (0 is OK). */
const CODES: readonly SdkErrorCode[] = [
  'cancelled',
  'unknown',
  'invalid-argument',
  'deadline-exceeded',
  'not-found',
  'already-exists',
  'permission-denied',
  'resource-exhausted',
  'failed-precondition',
  'aborted',
  'out-of-range',
  'unimplemented',
  'internal',
  'unavailable',
  'data-loss',
  'unauthenticated',
];

/** What an {@link SdkError} can have beside its code and its sentence. */
export interface SdkErrorOptions {
  /** What was caught and led to this error. */
  cause?: unknown;
  /** When the same request may do better, in milliseconds from now. */
  retryAfterMs?: number | undefined;
}

/** Every error that is thrown on purpose. Read `code` to decide, `message` to tell, `cause` to debug. */
export class SdkError extends Error {
  override readonly name: string = 'SdkError';
  /** Why it failed. */
  readonly code: SdkErrorCode;
  /** The message without its `[code]` prefix. */
  readonly detail: string;
  /** When the same request may do better, in milliseconds from now; `undefined` where nobody can tell. */
  readonly retryAfterMs: number | undefined;

  /**
   * @param detail what was expected, what came and what to do, in one sentence
   * @param options `cause`: what was caught; `retryAfterMs`: see the field of that name
   */
  constructor(code: SdkErrorCode, detail: string, options?: SdkErrorOptions) {
    super(`[${code}] ${detail}`, options);
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = options?.retryAfterMs;
  }

  /**
   * Makes an `SdkError` of anything that was caught. An `SdkError` comes back as it is, an abort becomes
   * `cancelled` (or the `SdkError` that was the abort's reason), the rest becomes `code`.
   */
  static from(caught: unknown, code: SdkErrorCode = 'unknown'): SdkError {
    if (caught instanceof SdkError) return caught;
    if (caught instanceof Error) {
      if (caught.name === 'AbortError')
        return new SdkError('cancelled', 'the operation was aborted', { cause: caught });
      return new SdkError(code, caught.message, { cause: caught });
    }
    return new SdkError(code, String(caught), { cause: caught });
  }
}

/** The gRPC status number of a code, 1–16. */
export function statusNumber(code: SdkErrorCode): number {
  return CODES.indexOf(code) + 1;
}

/** The code of a gRPC status number; a number outside 1–16 becomes `unknown`. */
export function codeOfStatus(status: number): SdkErrorCode {
  return CODES[status - 1] ?? 'unknown';
}
