import { abortError } from '@remotemedia/base';
import { NoAnswer } from './no-answer.ts';

/** What a proxy says whose server does not answer: Bad Gateway, Gateway Timeout (RFC 9110 §15.6). Other origins show 0. */
const NOBODY_BEHIND: ReadonlySet<number> = new Set([502, 504]);

/**
 * Finds out whether the server of `url` can be reached; what it answers does not matter. Cheap, and free of the waits that
 * browsers put before a WebSocket after some that failed: in Chromium up to 5 s, in Firefox up to a minute.
 *
 * @throws {SdkError} `unavailable` when it cannot be reached; what `signal` was aborted with
 */
export async function reach(url: string, signal: AbortSignal): Promise<void> {
  try {
    // Without credentials it gets connections of its own, so that one that hangs keeps no other request waiting.
    const response = await fetch(url.replace(/^ws/, 'http'), {
      method: 'HEAD',
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
    await response.body?.cancel();
    if (NOBODY_BEHIND.has(response.status)) throw new Error(`a proxy answered with HTTP status ${response.status}`);
  } catch (cause) {
    if (signal.aborted) throw abortError(signal);
    throw new NoAnswer('unavailable', 'the signaling server cannot be reached', { cause });
  }
}
