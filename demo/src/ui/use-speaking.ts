import { LevelMeter } from '@remotemedia/sdk/media';
import { useEffect, useState } from 'react';

/** Whether somebody speaks on a track; `false` without one. */
export function useSpeaking(track: MediaStreamTrack | undefined): boolean {
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => {
    const meter = openMeter(track);
    meter?.on('speakingChange', setSpeaking);
    return () => {
      meter?.close();
      setSpeaking(false);
    };
  }, [track]);
  return speaking;
}

/** A meter for the track; none where the browser cannot measure it: the call goes on without the ring. */
export function openMeter(track: MediaStreamTrack | undefined): LevelMeter | undefined {
  if (!track) return undefined;
  try {
    return new LevelMeter(track);
  } catch {
    return undefined;
  }
}
