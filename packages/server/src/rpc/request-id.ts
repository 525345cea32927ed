import { SdkError } from '@remotemedia/base';

/** Most characters of a request's id: it goes back with the response, and is kept until that was read. */
const MAX_REQUEST_ID_LENGTH = 256;

/** Checks the length of a request's id. @throws {SdkError} `invalid-argument` */
export function checkRequestId(requestId: string): void {
  if (requestId.length <= MAX_REQUEST_ID_LENGTH) return;
  const got = `got ${requestId.length}`;
  throw new SdkError('invalid-argument', `a request_id may have ${MAX_REQUEST_ID_LENGTH} characters here, ${got}`);
}
