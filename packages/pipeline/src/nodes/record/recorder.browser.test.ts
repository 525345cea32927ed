import { VideoFrame } from '@remotemedia/codecs';
import { describe, expect, it } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import type { Asset } from '../../node/node-definition.ts';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { recorder } from './recorder.ts';

const WIDTH = 160;
const HEIGHT = 120;

/** When a tone begins and pictures become bright, in s. */
const CHANGE_S = 1;

async function assets(): Promise<Record<string, Asset>> {
  const compile = (url: URL) => WebAssembly.compileStreaming(fetch(url));
  return {
    opus: await compile(new URL('../../../../codecs/src/opus/opus.wasm', import.meta.url)),
    vp8Encoder: await compile(new URL('../../../../codecs/src/vpx/vp8-encoder.wasm', import.meta.url)),
    vp9Encoder: await compile(new URL('../../../../codecs/src/vpx/vp9-encoder.wasm', import.meta.url)),
  };
}

function sound(atS: number): AudioBlock {
  const block = AudioBlock.allocate({ sampleRate: 44_100, channelCount: 1 }, 882);
  const [plane] = block.channels;
  plane?.forEach((_, at) => {
    plane[at] = atS >= CHANGE_S ? 0.5 * Math.sin(2 * Math.PI * 1000 * (atS + at / 44_100)) : 0;
  });
  block.timestampUs = Math.round(atS * 1e6);
  return block;
}

function picture(atS: number): VideoFrame {
  const data = new Uint8Array(WIDTH * HEIGHT * 1.5).fill(128);
  data.fill(atS >= CHANGE_S ? 220 : 30, 0, WIDTH * HEIGHT);
  const timestamp = Math.round(atS * 1e6);
  return new VideoFrame(data, { format: 'I420', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp, duration: 40_000 });
}

/** Two seconds that change in the middle. */
async function record(videoCodec: string): Promise<Blob> {
  const node = await DrivenNode.create(recorder, { videoCodec }, await assets());
  for (let step = 0; step < 100; step += 1) {
    await node.push(sound(step / 50));
    if (step % 2 !== 0) continue;
    const frame = picture(step / 50);
    await node.push({ kind: 'video', frame });
    frame.close();
  }
  await node.flush();
  const parts = node.emitted.flatMap(({ item, port }) =>
    port === 'file' && item.kind === 'binary' ? [item.data.slice()] : [],
  );
  await node.close();
  return new Blob(parts, { type: 'video/webm' });
}

/** The time of the first bright picture that the browser shows, in s, and the size of the pictures. */
async function playUntilBright(file: Blob): Promise<{ atS: number; width: number }> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(file);
  document.body.append(video);
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  try {
    return await new Promise((resolve, reject) => {
      const look = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
        context?.drawImage(video, 0, 0, 1, 1);
        const bright = (context?.getImageData(0, 0, 1, 1).data[0] ?? 0) > 128;
        if (bright) resolve({ atS: mediaTime, width: video.videoWidth });
        else video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
      video.onerror = () => reject(new Error(video.error?.message));
      video.onended = () => reject(new Error('no bright picture'));
      video.play().catch(reject);
    });
  } finally {
    URL.revokeObjectURL(video.src);
    video.remove();
  }
}

/** The time at which the sound of a file begins as the browser decodes it, in s. */
async function soundBegins(file: Blob): Promise<number> {
  const context = new OfflineAudioContext(1, 1, 48_000);
  const buffer = await context.decodeAudioData(await file.arrayBuffer());
  return buffer.getChannelData(0).findIndex((sample) => Math.abs(sample) > 0.2) / buffer.sampleRate;
}

describe('Recorder', () => {
  it.each(['Vp8', 'Vp9'])('writes a file of %s that a browser plays, sound and pictures together', async (codec) => {
    const file = await record(codec);
    const { atS, width } = await playUntilBright(file);
    expect(width).toBe(WIDTH);
    const soundS = await soundBegins(file);
    // A picture may be missed when the machine is busy; none comes before its time.
    expect(atS).toBeGreaterThan(CHANGE_S - 0.02);
    expect(atS).toBeLessThan(CHANGE_S + 0.3);
    expect(Math.abs(soundS - CHANGE_S)).toBeLessThan(0.02);
  });
});
