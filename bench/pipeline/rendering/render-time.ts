import { RATE, type Render } from './part.ts';

/** What is not counted: worklets start with code that is not yet compiled. */
const WARM_UP_SECONDS = 4;

/** When the rendering that is under way left its warm-up behind, in ms; libraries make contexts of their own. */
let warmMs = 0;

const startRendering = OfflineAudioContext.prototype.startRendering;
OfflineAudioContext.prototype.startRendering = function (this: OfflineAudioContext) {
  const warm = this.suspend(WARM_UP_SECONDS);
  warm.then(() => {
    warmMs = performance.now();
    return this.resume();
  });
  return startRendering.call(this);
};

/** Renders so many seconds. @returns µs for each render quantum after the warm-up */
export async function renderTime(render: Render, seconds: number): Promise<number> {
  const rendered = await render(seconds);
  const elapsedMs = performance.now() - warmMs;
  const isHeard = rendered
    .getChannelData(0)
    .subarray(-RATE)
    .some((sample) => sample !== 0);
  if (!isHeard) throw new Error('nothing was heard');
  return (elapsedMs * 1000) / (((seconds - WARM_UP_SECONDS) * RATE) / 128);
}
