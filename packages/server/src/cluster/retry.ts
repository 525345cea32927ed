import { type Clock, sleep } from '@remotemedia/base';
import { RETRY_MS } from './timing.ts';

/** Waits before the next try, longer each time. */
export async function pause(clock: Clock, attempt: number): Promise<void> {
  await sleep(Math.min(RETRY_MS.first * 2 ** attempt, RETRY_MS.most), { clock });
}
