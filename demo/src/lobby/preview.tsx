import { type ReactElement, useMemo } from 'react';
import { isAudible, type LocalMedia, type LocalMediaState } from '../conference/local-media.ts';
import { CaptureToggles } from '../ui/capture-toggles.tsx';
import { useVideo } from '../ui/use-video.ts';
import { LevelBar } from './level-bar.tsx';

/** What {@link Preview} shows. */
export interface PreviewProps {
  /** Camera and microphone. */
  readonly media: LocalMedia;
  /** Their state now. */
  readonly state: LocalMediaState;
}

/** The person as others will see and hear them. */
export function Preview({ media, state }: PreviewProps): ReactElement {
  const { camera, microphone } = state;
  const tracks = useMemo(() => (camera.kind === 'on' ? [camera.track] : []), [camera]);
  const video = useVideo(tracks, undefined);
  const audible = isAudible(state);
  return (
    <section className="preview" aria-label="Preview of your camera and microphone">
      <div className="preview-picture" data-on={camera.kind === 'on'}>
        <video ref={video} data-testid="lobby-preview" muted playsInline aria-label="Your camera" />
        {camera.kind !== 'on' && (
          <p className="preview-words">{camera.kind === 'opening' ? 'Starting your camera …' : 'Your camera is off'}</p>
        )}
        <div className="preview-controls">
          <CaptureToggles media={media} state={state} />
        </div>
      </div>
      <LevelBar track={audible && microphone.kind === 'on' ? microphone.track : undefined} />
    </section>
  );
}
