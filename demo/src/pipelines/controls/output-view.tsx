import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { useVideo } from '../../ui/use-video.ts';
import type { LabState } from '../lab/pipeline-lab.ts';

/** What goes in and what comes out: pictures beside each other, sound for the ear. */
export function OutputView({ state }: { readonly state: LabState }): ReactElement | null {
  if (state.kind !== 'on') return null;
  const { input, pipeline } = state;
  return input.track.kind === 'video' ? (
    <div className="output-pictures">
      <Picture track={input.track} words="What goes in" testId="picture-in" />
      <Picture track={pipeline.track} words="What comes out" testId="picture-out" />
    </div>
  ) : (
    <SoundOut track={pipeline.track} />
  );
}

interface PictureProps {
  readonly track: MediaStreamTrack;
  readonly words: string;
  readonly testId: string;
}

function Picture({ track, words, testId }: PictureProps): ReactElement {
  const tracks = useMemo(() => [track], [track]);
  const video = useVideo(tracks, undefined);
  return (
    <figure className="output-picture">
      <video ref={video} data-testid={testId} muted playsInline aria-label={words} />
      <figcaption>{words}</figcaption>
    </figure>
  );
}

function SoundOut({ track }: { readonly track: MediaStreamTrack }): ReactElement {
  const audio = useRef<HTMLAudioElement>(null);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return (
    <label className="codecs-tick">
      <input
        type="checkbox"
        data-testid="listen"
        checked={heard}
        onChange={({ currentTarget }) => setHeard(currentTarget.checked)}
      />
      Listen to what comes out (with a microphone, put on headphones)
      <audio ref={audio} data-testid="sound-out" muted={!heard} />
    </label>
  );
}
