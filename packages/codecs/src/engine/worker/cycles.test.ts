import { expect, it } from 'vitest';
import { liveCodecs } from '../../module/live-codecs.ts';
import { loadCodec } from '../../module/load-codec.ts';
import { opusHeapUsedBytes } from '../../opus/index.ts';
import {
  openWasmAudioDecoder,
  openWasmAudioEncoder,
  openWasmVideoDecoder,
  openWasmVideoEncoder,
  setCodecLocations,
} from './index.ts';
import { threadPool } from './pool/thread-pool.ts';
import { picture, tone } from './test-signals-contract.ts';

// On this thread, where it can be seen what is left of the cores. Ten thousand cycles are in scripts/codec-cycles.mjs.
setCodecLocations({ thread: 'inline' });

const OPUS = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 };
const VP8 = { codec: 'vp8', width: 160, height: 120 };
const error = (found: Error) => expect.unreachable(found.message);

async function liveOfFourCoders(): Promise<void> {
  const packets: Uint8Array<ArrayBuffer>[] = [];
  const encoder = openWasmAudioEncoder({ output: ({ data }) => packets.push(data), error });
  void encoder.configure(OPUS);
  await encoder.process(tone(0, 960));
  encoder.close();
  const decoder = openWasmAudioDecoder({ output: (sound) => sound.close(), error });
  void decoder.configure(OPUS);
  for (const data of packets) await decoder.process({ type: 'key', timestamp: 0, data });
  decoder.close();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const videoEncoder = openWasmVideoEncoder({ output: ({ data }) => chunks.push(data), error });
  void videoEncoder.configure(VP8);
  await videoEncoder.process({ frame: picture(0), keyFrame: true });
  videoEncoder.close();
  const videoDecoder = openWasmVideoDecoder({ output: (frame) => frame.close(), error });
  void videoDecoder.configure(VP8);
  for (const data of chunks) await videoDecoder.process({ type: 'key', timestamp: 0, data });
  videoDecoder.close();
}

it('leaves no codec open and no byte on the heap of Opus, however often coders come and go', async () => {
  const module = await loadCodec('opus');
  await liveOfFourCoders();
  await expect.poll(() => liveCodecs().size).toBe(0);
  const usedBytes = opusHeapUsedBytes(module);
  for (let i = 0; i < 50; i += 1) await liveOfFourCoders();
  await expect.poll(() => liveCodecs().size).toBe(0);
  expect(opusHeapUsedBytes(module)).toBe(usedBytes);
  await expect.poll(() => threadPool().size, { timeout: 5_000 }).toBe(0);
});
