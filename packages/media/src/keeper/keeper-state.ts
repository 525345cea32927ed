import type { SdkError } from '@remotemedia/base';
import type { PluggedDevice } from './media-platform.ts';

/**
 * Which device is kept: that which the system has as its default, that which was chosen (another stands in while it is
 * gone), or that which was chosen and no other.
 */
export type DevicePolicy = 'follow-default' | 'sticky' | 'manual';

/** Why a device was lost: it is not there any more, its track ended, or the user took the permission back. */
export type LossCause = 'unplugged' | 'ended' | 'permission-revoked';

/** Why an open device gives nothing: the system muted it, or took all sound away as for a telephone call. */
export type InterruptionCause = 'muted' | 'audio-interrupted';

/** Why there is another track. */
export type TrackChangeCause = 'opened' | 'chosen' | 'lost' | 'returned' | 'default-changed' | 'recovered';

/** Where a `DeviceKeeper` is. */
export type KeeperState =
  /** Nothing is open; `error` says why when opening failed. */
  | { readonly kind: 'off'; readonly error?: SdkError | undefined }
  /** The browser opens the device, or asks the user. */
  | { readonly kind: 'opening' }
  /** The device gives media. */
  | { readonly kind: 'on'; readonly track: MediaStreamTrack; readonly device: PluggedDevice }
  /** The device is open and gives nothing. */
  | {
      readonly kind: 'interrupted';
      readonly track: MediaStreamTrack;
      readonly device: PluggedDevice;
      readonly cause: InterruptionCause;
    }
  /** The device is gone; `error` says why no other could take its place. */
  | {
      readonly kind: 'lost';
      readonly device: PluggedDevice;
      readonly cause: LossCause;
      readonly error?: SdkError | undefined;
    }
  /** For good. */
  | { readonly kind: 'closed' };

/** One track took the place of another. */
export interface TrackChange {
  /** The track before, which is stopped by now or in a moment; `undefined` when there was none. */
  readonly old: MediaStreamTrack | undefined;
  /** The track from now on; as enabled as the one before. */
  readonly track: MediaStreamTrack;
  /** Where it comes from. */
  readonly device: PluggedDevice;
  /** Why. */
  readonly cause: TrackChangeCause;
}

/** What a `DeviceKeeper` announces. */
export type DeviceKeeperEvents = {
  /** The state after a change. */
  stateChange: KeeperState;
  /** There is another track: hand it to whatever used the old one, such as `RTCRtpSender.replaceTrack`. */
  trackChange: TrackChange;
  /** The device is lost. Under `manual` nothing else happens. */
  lost: { readonly device: PluggedDevice; readonly cause: LossCause };
  /** The chosen device is there again. Under `sticky` it is opened now. */
  returned: PluggedDevice;
  /** The device is open and gives nothing. */
  interrupted: { readonly cause: InterruptionCause };
  /** It gives media again, perhaps with another track. */
  recovered: { readonly interruptedMs: number };
  /** Another device should have been opened without asking, and could not be. */
  fault: SdkError;
};
