import { describe, expect, it } from 'vitest';
import { expectException, make } from '../resource/platform-contract.ts';
import { readImage } from './read-image.ts';
import { makeVideoFrame, VideoFrame } from './video-frame.ts';

const COLOURS = ['#ff0000', '#00ff00', '#0000ff', '#ffffff'];
const SEEN = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255];

describe('VideoFrame of an image', () => {
  for (const kind of ['canvas', 'offscreen', 'bitmap', 'img', 'svg', 'video'] as const)
    it(`has the pixels of a ${kind}, read by the browser or through a canvas`, async () => {
      const image = await imageOf(kind);
      for (const frame of [new VideoFrame(image, { timestamp: 7 }), makeVideoFrame(readImage(image, 'keep'))]) {
        const room = new Uint8Array(16);
        await frame.copyTo(room, { format: 'RGBA' });
        if (kind === 'video') expect([frame.displayWidth, room[0]]).toEqual([2, expect.closeTo(255, -2)]);
        else expect([...room]).toEqual(SEEN);
        frame.close();
      }
    });

  it('needs a time, but for a video', async () => {
    const canvas = await imageOf('offscreen');
    expectException(() => new VideoFrame(canvas), 'TypeError');
    expectException(() => new VideoFrame(canvas, { duration: 1 }), 'TypeError');
    const frame = new VideoFrame(await imageOf('video'));
    expect(frame.timestamp).toBeGreaterThanOrEqual(0);
    frame.close();
  });

  it('is cropped, turned and made opaque as the members say', async () => {
    const visibleRect = { x: 1, y: 0, width: 1, height: 2 };
    const init = { timestamp: 1, rotation: 90, flip: true, visibleRect, alpha: 'discard' } as const;
    using frame = new VideoFrame(await imageOf('offscreen'), init);
    expect([frame.displayWidth, frame.displayHeight, frame.rotation, frame.flip]).toEqual([2, 1, 90, true]);
    expect(frame.format?.endsWith('X')).toBe(true);
    const room = new Uint8Array(8);
    await frame.copyTo(room, { format: 'RGBA' });
    expect([...room]).toEqual([0, 255, 0, 255, 255, 255, 255, 255]);
  });

  it('refuses images that show nothing', async () => {
    const closed = await createImageBitmap(new ImageData(1, 1));
    closed.close();
    const empty = make<OffscreenCanvas>(OffscreenCanvas, 0, 1);
    for (const image of [closed, empty, new Image(), document.createElement('video')]) {
      expectException(() => new VideoFrame(image, { timestamp: 0 }), 'InvalidStateError');
      expectException(() => readImage(image, 'keep'), 'InvalidStateError');
    }
    expectException(() => make(VideoFrame, document.body, { timestamp: 0 }), 'TypeError');
  });
});

/** Four pixels: red, green; blue, white. */
async function imageOf(kind: 'canvas' | 'offscreen' | 'bitmap' | 'img' | 'svg' | 'video') {
  const canvas = Object.assign(document.createElement('canvas'), { width: 2, height: 2 });
  paint(canvas.getContext('2d'));
  const offscreen = new OffscreenCanvas(2, 2);
  paint(offscreen.getContext('2d'));
  switch (kind) {
    case 'canvas':
      return canvas;
    case 'offscreen':
      return offscreen;
    case 'bitmap':
      return createImageBitmap(canvas);
    case 'img': {
      const img = new Image();
      img.src = canvas.toDataURL();
      await img.decode();
      return img;
    }
    case 'svg': {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
      image.setAttribute('width', '2');
      image.setAttribute('height', '2');
      svg.append(image);
      document.body.append(svg);
      const loaded = new Promise((resolve) => image.addEventListener('load', resolve));
      image.setAttribute('href', canvas.toDataURL());
      await loaded;
      return image;
    }
    case 'video': {
      const video = document.createElement('video');
      video.muted = true;
      video.srcObject = canvas.captureStream(30);
      const playing = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      void video.play();
      paint(canvas.getContext('2d'));
      await playing;
      return video;
    }
  }
}

function paint(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null): void {
  COLOURS.forEach((colour, index) => {
    if (!context) return;
    context.fillStyle = colour;
    context.fillRect(index % 2, index >> 1, 1, 1);
  });
}
