import { VideoFrame as PlainFrame } from '@remotemedia/sdk/codecs';
import { PipelineRunner } from '@remotemedia/sdk/pipeline';
import { FilterCanvas, type Size, sizeOf, videoManifest } from './chain.ts';

const WARM_UP = 30;
const PICTURES = 150;

/** Pictures that may be under way at a time. */
const UNDER_WAY = 3;

/** Turns all pictures, and gives how long one took, in ms. */
type Work = (count: number) => Promise<void>;

/** ms for each picture, one after the other as fast as they go. */
export async function measureVideo(subject: string, contender: string): Promise<number> {
  const size = sizeOf(subject);
  const { work, close } = contender === 'ours' ? await ours(size) : canvas(size);
  await work(WARM_UP);
  const startMs = performance.now();
  await work(PICTURES);
  const elapsedMs = performance.now() - startMs;
  await close();
  return elapsedMs / PICTURES;
}

/** A session of the manifest, in a worker. */
async function ours(size: Size): Promise<{ work: Work; close: () => Promise<void> }> {
  const runner = new PipelineRunner({ workerUrl: '/pipeline.worker.js' });
  const session = await runner.createStreamSession(videoManifest(size));
  const outputs = session.received()[Symbol.asyncIterator]();
  const pixels = noisePixels(size);
  const take = async () => {
    const { value } = await outputs.next();
    if (value?.data.kind !== 'video') throw new Error('no picture came');
    value.data.frame.close();
  };
  const work = async (count: number) => {
    for (let index = 0; index < count + UNDER_WAY; index += 1) {
      if (index < count) await session.sendInput({ kind: 'video', frame: new PlainFrame(pixels, initOf(size, index)) });
      if (index >= UNDER_WAY) await take();
    }
  };
  return { work, close: () => runner.close() };
}

/** A canvas with a filter, on the page. What it has drawn is read, else it would be put off for ever. */
function canvas(size: Size): { work: Work; close: () => void } {
  const drawn = new FilterCanvas(size);
  const pixels = noisePixels(size);
  const work = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const picture = new VideoFrame(pixels, initOf(size, index));
      drawn.draw(picture);
      picture.close();
      const frame = new VideoFrame(drawn.canvas, { timestamp: index });
      drawn.finish();
      frame.close();
    }
  };
  return { work, close: () => {} };
}

function initOf({ width, height }: Size, index: number) {
  return { format: 'I420', codedWidth: width, codedHeight: height, timestamp: index * 33_333 } as const;
}

function noisePixels({ width, height }: Size): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array((width * height * 3) / 2);
  for (let start = 0; start < pixels.length; start += 65_536)
    crypto.getRandomValues(pixels.subarray(start, start + 65_536));
  return pixels;
}
