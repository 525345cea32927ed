import { type Clock, sleep } from '@remotemedia/base';
import { type DeviceWish, withCapture } from './capture.ts';
import type { CheckContext } from './check-context.ts';
import type { CameraDetails, Finding } from './report.ts';

/** How long the first picture may take, in milliseconds. */
const FIRST_PICTURE_MS = 4_000;

/** Opens the camera and waits for a picture. */
export async function checkCamera(wish: DeviceWish, { signal, clock }: CheckContext): Promise<Finding<CameraDetails>> {
  return withCapture({ kind: 'video', word: 'camera' }, wish, signal, async (track, found) => {
    const hasPicture = await showsPicture(track, signal, clock);
    const { width, height, frameRate } = track.getSettings();
    const details: CameraDetails = {
      ...found,
      hasPicture,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(frameRate !== undefined && { frameRateFps: Math.round(frameRate) }),
    };
    if (!hasPicture) {
      const advice = 'The camera opened, but no picture came: look for a shutter or a switch, or plug it in anew.';
      return { status: 'warning', advice, details };
    }
    return { status: 'ok', advice: `The camera works, with ${width} × ${height} pixels.`, details };
  });
}

/** Whether a picture comes in time. A track that is muted gives none. */
async function showsPicture(track: MediaStreamTrack, signal: AbortSignal, clock: Clock): Promise<boolean> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  const done = new AbortController();
  try {
    const shown = new Promise<boolean>((resolve) => {
      video.addEventListener('loadeddata', () => resolve(!track.muted), { once: true });
    });
    // It may never play where the page may not; the picture comes all the same.
    video.play().catch(() => {});
    const tooLate = sleep(FIRST_PICTURE_MS, { signal: AbortSignal.any([signal, done.signal]), clock }).then(
      () => false,
    );
    return await Promise.race([shown, tooLate]);
  } finally {
    done.abort();
    video.srcObject = null;
  }
}
