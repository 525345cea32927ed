import { SdkError } from '@remotemedia/base';
import type { SessionOptions } from './session-options.ts';

/** Most items that may wait in front of a node. */
const MOST_WAITING = 65_536;

const POLICIES: readonly unknown[] = ['wait', 'drop-oldest', 'drop-newest'];

/** Refuses options that would have a session wait for ever, or keep without a bound. @throws {SdkError} `invalid-argument` */
export function checkOptions({ queue, timeoutMs, callTimeoutMs, hangLimitMs, perfWindowMs }: SessionOptions): void {
  for (const [name, timeMs] of Object.entries({ timeoutMs, callTimeoutMs, hangLimitMs, perfWindowMs })) {
    if (timeMs !== undefined && !(timeMs > 0)) throw refused(name, 'a time in ms above 0', timeMs);
  }
  const { capacity = 1, policy = 'wait' } = queue ?? {};
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > MOST_WAITING) {
    throw refused('queue.capacity', `a whole number from 1 to ${MOST_WAITING}`, capacity);
  }
  if (!POLICIES.includes(policy)) throw refused('queue.policy', POLICIES.join(', '), policy);
}

function refused(name: string, wanted: string, got: unknown): SdkError {
  return new SdkError('invalid-argument', `expected ${wanted} as ${name}, got ${String(got)}`);
}
