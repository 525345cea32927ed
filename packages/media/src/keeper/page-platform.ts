import { Disposables, type Undo } from '@remotemedia/base';
import { openUserMedia } from '../devices.ts';
import { mediaDevices } from '../media-devices.ts';
import { onAudioContextState } from '../shared-audio-context.ts';
import type { CaptureKind, MediaPlatform, PermissionAnswer, PluggedDevice } from './media-platform.ts';

const KINDS: Record<CaptureKind, MediaDeviceKind> = { microphone: 'audioinput', camera: 'videoinput' };

/** The browser's own devices. In an insecure context nothing is plugged in, and opening fails with the reason. */
export const pagePlatform: MediaPlatform = {
  plugged,
  open: (constraints) => openUserMedia(constraints),
  permission,
  isForeground: () => document.visibilityState === 'visible',
  onPluggedChange: (listener) => listen(mediaDevices(), 'devicechange', listener),
  onForeground: (listener) =>
    listen(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') listener();
    }),
  onAudioInterrupted,
};

async function plugged(kind: CaptureKind): Promise<readonly PluggedDevice[]> {
  const infos = (await mediaDevices()?.enumerateDevices()) ?? [];
  return infos
    .filter((info) => info.kind === KINDS[kind])
    .map(({ deviceId, label, groupId }) => ({ id: deviceId, label, groupId }));
}

/** Permissions, "query()"; Firefox before 132 does not know these names. */
async function permission(kind: CaptureKind): Promise<PermissionAnswer> {
  try {
    return (await navigator.permissions.query({ name: kind as PermissionName })).state;
  } catch {
    return 'unknown';
  }
}

function onAudioInterrupted(listener: (interrupted: boolean) => void): Undo {
  let interrupted = false;
  return onAudioContextState((state) => {
    if (interrupted === (state === 'interrupted')) return;
    interrupted = !interrupted;
    listener(interrupted);
  });
}

function listen(target: EventTarget | undefined, name: string, listener: () => void): Undo {
  const listening = new Disposables();
  if (target) listening.listen(target, name, listener);
  return () => listening.dispose();
}
