import { type Code, ConnectError } from '@connectrpc/connect';
import { codeOfStatus, SdkError, statusNumber } from '@remotemedia/base';

/** The error as gRPC clients see it: status number and plain message. */
export function toConnectError(caught: unknown): ConnectError {
  if (caught instanceof ConnectError) return caught;
  const error = SdkError.from(caught, 'internal');
  // Both number their codes as gRPC does.
  const code: Code = statusNumber(error.code);
  return new ConnectError(error.detail, code, undefined, undefined, error);
}

/** What the library threw (a message that cannot be decoded, an aborted request …) as one of ours. */
export function toSdkError(caught: unknown): SdkError {
  if (!(caught instanceof ConnectError)) return SdkError.from(caught, 'internal');
  return new SdkError(codeOfStatus(caught.code), caught.rawMessage, { cause: caught });
}
