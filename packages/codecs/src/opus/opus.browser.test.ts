import { expect, test } from 'vitest';
import { loadCodec } from '../module/load-codec.ts';
import { OpusDecoder, OpusEncoder, type OpusEncoderConfig, writeOpusHead } from './index.ts';

/** Two tones, which have a beginning and an end. */
function tones(frames: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: frames },
    (_, frame) => Math.sin((Math.PI * frame) / frames) * 0.3 * (Math.sin(frame * 0.0576) + Math.sin(frame * 0.1309)),
  );
}

/** Signal to noise in dB of `got`, which comes `delay` samples late. */
function quality(wanted: Float32Array, got: Float32Array, delay: number): number {
  let [signal, noise] = [0, 0];
  for (let index = 0; index + delay < got.length; index += 1) {
    const value = wanted[index] ?? 0;
    signal += value ** 2;
    noise += (value - (got[index + delay] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

test.each([
  [{ application: 'lowdelay', bitrate: 96_000 }],
  [{ application: 'audio', bitrate: 64_000 }],
  [{ application: 'voip', bitrate: 16_000, signal: 'voice' }],
  [{ application: 'voip', bitrate: 32_000, signal: 'voice', bandwidth: 'fullband' }],
] satisfies [OpusEncoderConfig][])("the browser's own decoder understands %o as ours does", async (config) => {
  const module = await loadCodec('opus');
  using encoder = new OpusEncoder(module, config);
  using ours = new OpusDecoder(module);
  const pcm = tones(48_000);
  const native: number[] = [];
  const expected: number[] = [];
  const decoder = new AudioDecoder({
    output: (data) => {
      const plane = new Float32Array(data.numberOfFrames);
      data.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
      native.push(...plane);
      data.close();
    },
    error: (error) => expect.unreachable(error.message),
  });
  const description = writeOpusHead({ channelCount: 1, preSkip: 0 });
  decoder.configure({ codec: 'opus', sampleRate: 48000, numberOfChannels: 1, description });
  for (let at = 0; at < pcm.length; at += 960) {
    const data = encoder.encode(pcm.subarray(at, at + 960)).slice();
    expected.push(...ours.decode(data));
    decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: (at / 48) * 1000, duration: 20_000, data }));
  }
  await decoder.flush();
  decoder.close();
  expect(native.length).toBe(expected.length);
  expect(quality(Float32Array.from(expected), Float32Array.from(native), 0)).toBeGreaterThan(50);
});

test('an AudioWorklet encodes and decodes with a module that the page passed to it', async () => {
  const module = await loadCodec('opus');
  const context = new OfflineAudioContext(1, 48_000, 48_000);
  await context.audioWorklet.addModule(new URL('./worklet-contract.ts', import.meta.url));
  const pcm = tones(48_000);
  const buffer = new AudioBuffer({ length: pcm.length, sampleRate: 48_000 });
  buffer.copyToChannel(pcm, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  const node = new AudioWorkletNode(context, 'opus-loop', { processorOptions: { module } });
  const told = new Promise<{ missing: string[]; lookahead: number }>((resolve) => {
    node.port.onmessage = ({ data }) => resolve(data);
  });
  source.connect(node).connect(context.destination);
  source.start();
  const got = (await context.startRendering()).getChannelData(0);
  const { missing, lookahead } = await told;
  expect(missing).toEqual(['fetch', 'URL', 'TextDecoder', 'performance']);
  expect(quality(pcm, got, 960 + lookahead)).toBeGreaterThan(20);
});
