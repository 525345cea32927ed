import type { Clock } from '@remotemedia/base';
import type { DevicePolicy } from './keeper-state.ts';
import type { CaptureKind, MediaPlatform } from './media-platform.ts';
import type { RememberedDevice } from './pick-device.ts';

/** What is kept, and how. */
export interface DeviceKeeperOptions {
  /** Microphone or camera. */
  readonly kind: CaptureKind;
  /** Which device is kept. @default 'sticky' */
  readonly policy?: DevicePolicy | undefined;
  /** Device of an earlier visit. @default the system's default */
  readonly device?: RememberedDevice | undefined;
  /** What else is wished of the track; called at each opening. `deviceId` is not for it. @default none */
  readonly constraints?: (() => MediaTrackConstraints) | undefined;
  /** How long devices must have stopped changing before that is looked at, in milliseconds. @default 500 */
  readonly settleMs?: number | undefined;
  /** How long a track may be muted by the system before that is an interruption, in milliseconds. @default 3000 */
  readonly muteGraceMs?: number | undefined;
  /** Where devices come from. @default the browser */
  readonly platform?: MediaPlatform | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

/** Who gives up. */
export interface KeeperWait {
  /** Gives up early; what the browser opens later is stopped at once. */
  readonly signal?: AbortSignal | undefined;
}
