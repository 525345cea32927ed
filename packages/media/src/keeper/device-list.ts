import { type Clock, withDeadline } from '@remotemedia/base';
import type { LossCause } from './keeper-state.ts';
import type { CaptureKind, MediaPlatform, PermissionAnswer, PluggedDevice } from './media-platform.ts';

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

/** What the user has said. @throws {SdkError} `deadline-exceeded`, `cancelled` */
export function permissionOf(
  platform: MediaPlatform,
  kind: CaptureKind,
  clock: Clock,
  signal: AbortSignal,
): Promise<PermissionAnswer> {
  const wait = { timeoutMs: ANSWER_TIMEOUT_MS, what: `the permission for the ${kind}`, clock, signal };
  return withDeadline(() => platform.permission(kind), wait);
}

/** Why the track of a device ended; `ended` as well when that cannot be found out, or nobody waits for it any more. */
export async function lossCause(
  platform: MediaPlatform,
  kind: CaptureKind,
  clock: Clock,
  device: PluggedDevice,
  signal: AbortSignal,
): Promise<LossCause> {
  const answers = () => Promise.all([platform.permission(kind), platform.plugged(kind)]);
  try {
    const [permission, devices] = await withDeadline(answers, { timeoutMs: ANSWER_TIMEOUT_MS, clock, signal });
    if (permission === 'denied') return 'permission-revoked';
    return devices.some(({ id }) => id === device.id) ? 'ended' : 'unplugged';
  } catch {
    return 'ended';
  }
}
