import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Sound } from '../conference/sound.ts';

/**
 * Shows tracks in a video element. The element keeps one stream for its whole life and tracks come and go in it, so
 * that sound does not stumble when a camera is switched.
 *
 * @param sound plays with sound; without it the element stays silent
 */
export function useVideo(
  tracks: readonly MediaStreamTrack[],
  sound: Sound | undefined,
): RefObject<HTMLVideoElement | null> {
  const ref = useRef<HTMLVideoElement | null>(null);
  const [stream] = useState(() => new MediaStream());
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    for (const track of stream.getTracks()) if (!tracks.includes(track)) stream.removeTrack(track);
    for (const track of tracks) stream.addTrack(track);
    if (element.srcObject !== stream) element.srcObject = stream;
    if (tracks.length === 0) return;
    if (sound) void sound.play(element);
    else element.play().catch(() => {});
  }, [stream, tracks, sound]);
  useEffect(() => {
    const element = ref.current;
    return () => {
      if (!element) return;
      sound?.forget(element);
      element.srcObject = null;
    };
  }, [sound]);
  return ref;
}
