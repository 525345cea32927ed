import { attachPipeline } from '@remotemedia/sdk/pipeline';
import { FilterCanvas, type Size, sizeOf, videoManifest } from './chain.ts';
import { drawNumber, readNumber } from './number-picture.ts';

const SECONDS = 6;
const FRAMERATE = 30;

/** What Chromium has and TypeScript does not know yet. */
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack });
  readonly readable: ReadableStream<VideoFrame>;
}

/** What a way adds to a track, in ms: the median of when numbered pictures come on the track and behind the way. */
export async function measureVideoLatency(subject: string, contender: string): Promise<number> {
  const size = sizeOf(subject);
  const source = numberedTrack(size);
  const way = contender === 'ours' ? await ours(source.track, size) : await canvasWay(source.track, size);
  const [direct, behind] = [watch(source.track.clone()), watch(way.track)];
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  source.stop();
  way.close();
  const [shown, came] = await Promise.all([direct.end(), behind.end()]);
  return medianDelay(shown, came);
}

/** A track whose pictures are numbered. */
function numberedTrack(size: Size): { track: MediaStreamTrack; stop: () => void } {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  const [track] = canvas.captureStream(FRAMERATE).getVideoTracks();
  if (!context || !track) throw new Error('a canvas gives no track here');
  let number = 0;
  const timer = setInterval(() => {
    number = (number + 1) % 256;
    drawNumber(context, size, number);
  }, 1000 / FRAMERATE);
  const stop = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, stop };
}

async function ours(track: MediaStreamTrack, size: Size): Promise<{ track: MediaStreamTrack; close: () => void }> {
  return await attachPipeline(track, videoManifest(size), {
    workletUrl: '/pipeline.worklet.js',
    workerUrl: '/pipeline.worker.js',
  });
}

/** A video element whose pictures are drawn on a canvas with a filter, which is captured. */
async function canvasWay(track: MediaStreamTrack, size: Size): Promise<{ track: MediaStreamTrack; close: () => void }> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  const drawn = new FilterCanvas(size);
  const [out] = drawn.canvas.captureStream(FRAMERATE).getVideoTracks();
  if (!out) throw new Error('a canvas gives no track here');
  const draw = () => {
    drawn.draw(video);
    video.requestVideoFrameCallback(draw);
  };
  video.requestVideoFrameCallback(draw);
  await video.play();
  return { track: out, close: () => video.pause() };
}

/** Notes when which picture came. */
function watch(track: MediaStreamTrack): { end: () => Promise<ReadonlyMap<number, number>> } {
  const times = new Map<number, number>();
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  let isOver = false;
  const done = (async () => {
    while (!isOver) {
      const { value, done } = await reader.read();
      if (done) break;
      const atMs = performance.now();
      const number = await readNumber(value);
      value.close();
      if (!times.has(number)) times.set(number, atMs);
    }
  })();
  return {
    end: async () => {
      isOver = true;
      track.stop();
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 500))]);
      return times;
    },
  };
}

function medianDelay(shown: ReadonlyMap<number, number>, came: ReadonlyMap<number, number>): number {
  const delays = [...came]
    .flatMap(([number, atMs]) => {
      const shownMs = shown.get(number);
      return shownMs === undefined ? [] : [atMs - shownMs];
    })
    .sort((one, other) => one - other);
  const median = delays[Math.floor(delays.length / 2)];
  if (median === undefined || delays.length < FRAMERATE) {
    throw new Error(
      `${shown.size} pictures were shown, ${came.size} came behind the way, ${delays.length} of them known`,
    );
  }
  return median;
}
