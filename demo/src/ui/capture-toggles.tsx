import type { ReactElement } from 'react';
import { isAudible, type LocalMedia, type LocalMediaState } from '../conference/local-media.ts';
import { DeviceToggle } from './device-toggle.tsx';

/** What {@link CaptureToggles} shows. */
export interface CaptureTogglesProps {
  /** Camera and microphone. */
  readonly media: LocalMedia;
  /** Their state now. */
  readonly state: LocalMediaState;
  /** Handles for tests. */
  readonly testIds?: { readonly microphone: string; readonly camera: string };
}

/** The two buttons that decide whether others hear and see you. */
export function CaptureToggles({ media, state, testIds }: CaptureTogglesProps): ReactElement {
  const audible = isAudible(state);
  const { camera, microphone } = state;
  return (
    <>
      <DeviceToggle
        {...(testIds && { testId: testIds.microphone })}
        device="microphone"
        on={audible}
        busy={microphone.kind === 'opening'}
        failed={microphone.kind === 'failed'}
        onToggle={() => void media.setMuted(audible)}
      />
      <DeviceToggle
        {...(testIds && { testId: testIds.camera })}
        device="camera"
        on={camera.kind === 'on'}
        busy={camera.kind === 'opening'}
        failed={camera.kind === 'failed'}
        onToggle={() => void media.setCamera(camera.kind !== 'on')}
      />
    </>
  );
}
