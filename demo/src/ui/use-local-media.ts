import type { DeviceList } from '@remotemedia/sdk/media';
import type { CaptureKind, CaptureState, LocalMedia, LocalMediaState } from '../conference/local-media.ts';
import { rememberPreferences } from '../page/preferences.ts';
import { useDevices } from './use-devices.ts';
import { useStore } from './use-store.ts';

/** Camera and microphone as components see them. */
export interface LocalMediaView {
  /** What is on. */
  readonly state: LocalMediaState;
  /** What could be chosen. */
  readonly devices: DeviceList;
  /** The device in use, or else the chosen one; empty for the browser's default. */
  readonly chosen: Readonly<Record<CaptureKind, string>>;
  /** Chooses a device and remembers it for the next visit. */
  readonly choose: (kind: CaptureKind, deviceId: string) => void;
}

/** State and choice of this person's devices. */
export function useLocalMedia(media: LocalMedia): LocalMediaView {
  const state = useStore(media.state);
  const devices = useDevices(`${state.camera.kind} ${state.microphone.kind}`);
  const choose = (kind: CaptureKind, deviceId: string) => {
    rememberPreferences(kind === 'camera' ? { cameraId: deviceId } : { microphoneId: deviceId });
    void media.choose(kind, deviceId);
  };
  const chosen = {
    camera: inUse(state.camera) ?? state.cameraId,
    microphone: inUse(state.microphone) ?? state.microphoneId,
  };
  return { state, devices, chosen, choose };
}

function inUse(capture: CaptureState): string | undefined {
  return capture.kind === 'on' ? capture.track.getSettings().deviceId : undefined;
}
