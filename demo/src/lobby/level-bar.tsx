import { SILENCE_DBFS } from '@remotemedia/sdk/media';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { openMeter } from '../ui/use-speaking.ts';

/** Levels between which the bar goes from empty to full, in dBFS. */
const QUIET_DBFS = -60;
const LOUD_DBFS = -10;

/** Shows that a microphone works. The bar moves without rendering: twenty times a second is too often for that. */
export function LevelBar({ track }: { readonly track: MediaStreamTrack | undefined }): ReactElement {
  const bar = useRef<HTMLDivElement>(null);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    const show = (dbfs: number) => bar.current?.style.setProperty('--level', shareOf(dbfs).toFixed(3));
    const meter = openMeter(track);
    meter?.on('level', show);
    meter?.on('speakingChange', (speaking) => speaking && setHeard(true));
    return () => {
      meter?.close();
      show(SILENCE_DBFS);
      setHeard(false);
    };
  }, [track]);
  return (
    <div className="level">
      <div ref={bar} className="level-bar" aria-hidden="true" />
      <p>{track ? (heard ? 'We hear you.' : 'Say something to test your microphone.') : 'Your microphone is off.'}</p>
    </div>
  );
}

function shareOf(dbfs: number): number {
  return Math.min(1, Math.max(0, (dbfs - QUIET_DBFS) / (LOUD_DBFS - QUIET_DBFS)));
}
