import { type Clock, withDeadline } from '@remotemedia/base';
import type { LossCause } from './keeper-state.ts';
import type { CaptureKind, MediaPlatform, PluggedDevice } from './media-platform.ts';

/** Longest wait for the browser to say something that it knows, in milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;

/** What is plugged in. @throws {SdkError} `deadline-exceeded`, `cancelled` */
export function listPlugged(
  platform: MediaPlatform,
  kind: CaptureKind,
  clock: Clock,
  signal?: AbortSignal,
): Promise<readonly PluggedDevice[]> {
  const wait = { timeoutMs: ANSWER_TIMEOUT_MS, what: `listing each ${kind}`, clock, signal };
  return withDeadline(() => platform.plugged(kind), wait);
}

/** Why the track of a device ended; `ended` as well when that cannot be found out. */
export async function lossCause(
  platform: MediaPlatform,
  kind: CaptureKind,
  clock: Clock,
  device: PluggedDevice,
): Promise<LossCause> {
  const answers = () => Promise.all([platform.permission(kind), platform.plugged(kind)]);
  try {
    const [permission, devices] = await withDeadline(answers, { timeoutMs: ANSWER_TIMEOUT_MS, clock });
    if (permission === 'denied') return 'permission-revoked';
    return devices.some(({ id }) => id === device.id) ? 'ended' : 'unplugged';
  } catch {
    return 'ended';
  }
}
