import { type Code, ConnectError } from '@connectrpc/connect';
import { codeOfStatus, SdkError, statusNumber } from '@remotemedia/base';

/** Trailer that says after how many milliseconds it is worth trying again. This project's own. */
export const RETRY_AFTER_TRAILER: string = 'retry-after-ms';

/** The error as gRPC clients see it: status number, plain message and, where known, when to try again. */
export function toConnectError(caught: unknown): ConnectError {
  if (caught instanceof ConnectError) return caught;
  const error = SdkError.from(caught, 'internal');
  // Both number their codes as gRPC does.
  const code: Code = statusNumber(error.code);
  const { retryAfterMs } = error;
  const trailers = retryAfterMs === undefined ? undefined : { [RETRY_AFTER_TRAILER]: `${Math.ceil(retryAfterMs)}` };
  return new ConnectError(error.detail, code, trailers, undefined, error);
}

/** What the library threw (a message that cannot be decoded, an aborted request …) as one of ours. */
export function toSdkError(caught: unknown): SdkError {
  if (!(caught instanceof ConnectError)) return SdkError.from(caught, 'internal');
  return new SdkError(codeOfStatus(caught.code), caught.rawMessage, { cause: caught });
}
