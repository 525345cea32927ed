import { SdkError, type SdkErrorCode } from '@remotemedia/base';

/** Source: WebIDL, "DOMException names". */
type ExceptionName = 'NotSupportedError' | 'EncodingError' | 'QuotaExceededError' | 'OperationError';

/** Every code but these is an `OperationError`: the work failed, and not because of what was to be coded. */
const NAMES: Partial<Record<SdkErrorCode, ExceptionName>> = {
  unimplemented: 'NotSupportedError',
  'data-loss': 'EncodingError',
  'invalid-argument': 'EncodingError',
  'resource-exhausted': 'QuotaExceededError',
};

/** The exception that the page gets for an engine's error; its `cause` is that error. */
export function exceptionOf(error: unknown): DOMException {
  const { code, detail } = SdkError.from(error, 'internal');
  const exception = new DOMException(detail, NAMES[code] ?? 'OperationError');
  Object.defineProperty(exception, 'cause', { value: error, configurable: true, writable: true });
  return exception;
}

/** What `reset()` and `close()` reject pending promises with. */
export function abortedBy(method: 'reset' | 'close'): DOMException {
  return new DOMException(`the coder was ended by ${method}()`, 'AbortError');
}

/** What a method throws in a state that it does not work in. */
export function wrongState(state: string, method: string): DOMException {
  const advice = state === 'closed' ? 'make a new coder' : 'call configure() first';
  return new DOMException(`${method}() does not work on a coder that is ${state}: ${advice}`, 'InvalidStateError');
}
