import { segmentationAssets } from '@remotemedia/models/segmentation';
import { expect, it } from 'vitest';
import { attachPipeline } from '../../attach/attach-pipeline.ts';

/** A part of the photograph without the person, in parts of its width and height. */
const BEHIND = [0.74, 0.1, 0.16, 0.8] as const;

it('blurs the background of a track, by the manifest of the example', { timeout: 30_000 }, async () => {
  const response = await fetch(new URL('../../manifest/fixtures/blur_pipeline.yaml', import.meta.url));
  const manifest = await response.text();
  const camera = await openCamera();
  const attached = await attachPipeline(camera.track, manifest, { assets: segmentationAssets });
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([attached.track]);
  await video.play();
  // Until the model is there, pictures pass as they are.
  await new Promise<void>((resolve) => {
    const look = () => {
      if (sharpness(video) < 0.4 * sharpness(camera.picture)) resolve();
      else video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  });
  await attached.close();
  camera.close();
  expect(attached.track.readyState).toBe('ended');
});

/** A track that shows the photograph, 15 times a second. */
async function openCamera() {
  const response = await fetch(new URL('./fixtures/astronaut.jpg', import.meta.url));
  const picture = await createImageBitmap(await response.blob());
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
  const context = canvas.getContext('2d');
  const timer = setInterval(() => context?.drawImage(picture, 0, 0), 66);
  const [track] = canvas.captureStream().getVideoTracks();
  if (!track) throw new Error('no track');
  const close = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, picture, close };
}

/** How much neighbouring pixels of the background differ. */
function sharpness(picture: CanvasImageSource): number {
  const context = new OffscreenCanvas(640, 360).getContext('2d');
  context?.drawImage(picture, 0, 0, 640, 360);
  const [x, y, width, height] = [640 * BEHIND[0], 360 * BEHIND[1], 640 * BEHIND[2], 360 * BEHIND[3]].map(Math.round);
  const data = context?.getImageData(x ?? 0, y ?? 0, width ?? 1, height ?? 1).data ?? new Uint8ClampedArray();
  let sum = 0;
  for (let at = 8; at < data.length; at += 4)
    sum += Math.abs((data[at - 3] ?? 0) - ((data[at - 7] ?? 0) + (data[at + 1] ?? 0)) / 2);
  return sum / data.length;
}
