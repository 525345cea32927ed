import { abortError, SdkError } from '@remotemedia/base';
import { NoAnswer } from '../wire/no-answer.ts';
import { framed, readFrames } from './frames.ts';
import { headerError, trailerError } from './status.ts';

const HEADERS = { 'content-type': 'application/grpc-web+proto', 'x-grpc-web': '1' };

/**
 * Calls a method and reads its answers, one or many, as they come.
 *
 * @param url address of the method: `<base>/<service>/<method>`
 * @param request the message, in protobuf's binary form
 * @param bearer token that says who we are, if there is one
 * @throws {SdkError} the status that the server gave; `unavailable` when it cannot be reached or goes silent half-way;
 *   `data-loss` for an answer that is not gRPC-Web; what `signal` was aborted with
 */
export async function* call(
  url: string,
  request: Uint8Array,
  signal: AbortSignal,
  bearer?: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const headers = bearer === undefined ? HEADERS : { ...HEADERS, authorization: `Bearer ${bearer}` };
  const response = await reach(fetch(url, { method: 'POST', headers, body: framed(request), signal }), signal);
  const refusal = headerError(response);
  if (refusal || !response.body) {
    await response.body?.cancel().catch(() => {});
    throw refusal ?? new SdkError('data-loss', 'the answer has no body');
  }
  const frames = readFrames(response.body);
  let isOver = false;
  try {
    for (;;) {
      const { done, value: frame } = await reach(frames.next(), signal);
      if (done) break;
      if (isOver) throw new SdkError('data-loss', 'something follows the trailers');
      if (frame.kind === 'message') yield frame.data;
      else isOver = succeeded(frame.text);
    }
  } finally {
    await frames.return();
  }
  if (!isOver) throw new NoAnswer('unavailable', 'the answer broke off half-way');
}

function succeeded(trailers: string): true {
  const error = trailerError(trailers);
  if (error) throw error;
  return true;
}

/** Sends a request whose answer nobody waits for; it goes out even if the page ends now. */
export function callWithoutAnswer(url: string, request: Uint8Array): void {
  // An answer that nobody reads keeps its connection busy, of which a browser has six.
  fetch(url, { method: 'POST', headers: HEADERS, body: framed(request), keepalive: true })
    .then((response) => response.arrayBuffer())
    .catch(() => {});
}

/** `fetch` and streams say only that something failed; here that is a server out of reach, unless it is our abort. */
async function reach<T>(attempt: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await attempt;
  } catch (caught) {
    if (signal.aborted) throw abortError(signal);
    if (caught instanceof SdkError) throw caught;
    throw new NoAnswer('unavailable', 'the signaling server cannot be reached', { cause: caught });
  }
}
