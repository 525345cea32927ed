// Runs in a Worker of the browser test: the node SileroVAD over what the page sends.

import type { Asset } from '../../node/node-definition.ts';
import { soundThrough } from '../analysis/sound-run-contract.ts';
import { sileroVad } from './silero-vad.ts';

/** What the page sends. */
export interface SileroJob {
  readonly sound: Float32Array<ArrayBuffer>;
  readonly assets: Readonly<Record<string, Asset>>;
}

self.onmessage = async ({ data }: MessageEvent<SileroJob>): Promise<void> => {
  try {
    const { events } = await soundThrough(sileroVad, [data.sound], { assets: data.assets });
    self.postMessage({ events });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
