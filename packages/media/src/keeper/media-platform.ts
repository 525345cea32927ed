import type { Undo } from '@remotemedia/base';
import type { TrackSet } from '../take-stream.ts';

/** What can be kept open. */
export type CaptureKind = 'microphone' | 'camera';

/** Whether the user has allowed a kind of device; `unknown` where the browser does not tell. */
export type PermissionAnswer = 'granted' | 'denied' | 'prompt' | 'unknown';

/** One device as it is plugged in now. Id and label are empty before permission was given. */
export interface PluggedDevice {
  /** `deviceId` of the platform; `default` and `communications` stand for another one in Chromium. */
  readonly id: string;
  /** Its name. */
  readonly label: string;
  /** The same for all devices in one housing, until the browser is closed; empty where there is none. */
  readonly groupId: string;
}

/**
 * What a `DeviceKeeper` needs of the browser. It is a port so that unplugging can be tried without hands; `pagePlatform`
 * is the real one.
 */
export interface MediaPlatform {
  /** Devices of a kind in the browser's order, its default first. */
  plugged(kind: CaptureKind): Promise<readonly PluggedDevice[]>;
  /** `getUserMedia`; it may ask the user. @throws {SdkError} as `openUserMedia` does */
  open(constraints: MediaStreamConstraints): Promise<TrackSet>;
  /** What the user has said about a kind of device, without asking. */
  permission(kind: CaptureKind): Promise<PermissionAnswer>;
  /** Whether the page is seen; browsers refuse devices to one that is not. */
  isForeground(): boolean;
  /** Calls `listener` when something was plugged in or out, or the system's default changed. */
  onPluggedChange(listener: () => void): Undo;
  /** Calls `listener` when the page comes to the foreground. */
  onForeground(listener: () => void): Undo;
  /** Calls `listener` when the system takes all sound away (`true`), as for a telephone call, and gives it back. */
  onAudioInterrupted(listener: (interrupted: boolean) => void): Undo;
}
