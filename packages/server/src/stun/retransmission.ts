import type { Clock } from '@remotemedia/base';

/** Wait after the first request, in milliseconds (RTO). RFC 8489 §6.2.1 */
const FIRST_WAIT_MS = 500;
/** Most requests of one transaction (Rc). RFC 8489 §6.2.1 */
const MAX_REQUESTS = 7;
/** Wait after the last request, as a multiple of the first wait (Rm). RFC 8489 §6.2.1 */
const LAST_WAIT_FACTOR = 16;

/**
 * Sends a request over UDP again and again until it is called off: at 0, 500, 1500, 3500, 7500, 15500 and 31500 ms.
 * RFC 8489 §6.2.1
 *
 * @param giveUp is called at 39500 ms, when no answer can be expected any more
 * @returns calls it off
 */
export function retransmit(clock: Clock, send: () => void, giveUp: () => void): () => void {
  let sent = 0;
  let stop: () => void = () => {};
  const next = (): void => {
    if (sent === MAX_REQUESTS) {
      giveUp();
      return;
    }
    sent += 1;
    const factor = sent === MAX_REQUESTS ? LAST_WAIT_FACTOR : 2 ** (sent - 1);
    stop = clock.after(FIRST_WAIT_MS * factor, next);
    send();
  };
  next();
  return () => stop();
}
