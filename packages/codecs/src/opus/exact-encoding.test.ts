import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OpusDecoder } from './decoder.ts';
import { OpusEncoder } from './encoder.ts';
import type { OpusEncoderConfig } from './encoder-config.ts';
import { opusModule } from './sounds-contract.ts';

// What the native encoder makes of a clip, and how near it comes to it; `wasm/opus/fixtures-report.c` tells the form.
const folder = new URL('./fixtures/', import.meta.url);
const module = opusModule();
const FRAMES = 960;
const SAMPLES = FRAMES * 2;
const clip = readClip();

/** The first second of a stream, which our decoder gives to the bit. */
function readClip(): Int16Array<ArrayBuffer> {
  const bytes = readFileSync(new URL('celt-fb-20-stereo.bin', folder));
  using decoder = new OpusDecoder(module, { channelCount: 2 });
  const pcm = new Int16Array(50 * SAMPLES);
  for (let at = 8, index = 0; index < 50; index += 1) {
    const size = bytes.readUInt16LE(at + 11);
    pcm.set(decoder.decodeInt16(bytes.subarray(at + 13, at + 13 + size)), index * SAMPLES);
    at += 13 + size;
  }
  return pcm;
}

/** The mean over frames of their signal to noise, each between −10 and 35 dB; frames of silence do not count. */
function segmentalSnr(got: Int16Array, delay: number): number {
  const ratios: number[] = [];
  for (let start = 0; start < 49 * SAMPLES; start += SAMPLES) {
    let [signal, noise] = [0, 0];
    for (let index = start; index < start + SAMPLES; index += 1) {
      const value = clip[index] ?? 0;
      signal += value ** 2;
      noise += (value - (got[index + 2 * delay] ?? 0)) ** 2;
    }
    if (signal >= 1e6) ratios.push(Math.max(-10, Math.min(35, 10 * Math.log10(signal / (noise + 1)))));
  }
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

const lines = readFileSync(new URL('encode.txt', folder), 'utf8').trim().split('\n');
const cases = lines.map((line) => {
  const [application, bitrate, complexity, bytes, snr, ...sums] = line.split(' ');
  const config = { application, bitrate: Number(bitrate), complexity: Number(complexity), channelCount: 2 };
  return [config as OpusEncoderConfig, Number(bytes), Number(snr), sums.map(Number)] as const;
});

test.each(cases)('with %o the packets are as good as those of the native encoder', (config, bytes, snr, sums) => {
  using encoder = new OpusEncoder(module, config);
  using decoder = new OpusDecoder(module, { channelCount: 2 });
  const out = new Int16Array(clip.length);
  let size = 0;
  let same = 0;
  for (const [index, sum] of sums.entries()) {
    const packet = encoder.encode(clip.subarray(index * SAMPLES, (index + 1) * SAMPLES));
    size += packet.length;
    same += Number(packet.reduce((hash, byte) => (Math.imul(hash, 31) + byte) >>> 0, 0) === sum);
    out.set(decoder.decodeInt16(packet), index * SAMPLES);
  }
  expect(segmentalSnr(out, encoder.lookaheadFrames)).toBeGreaterThan(snr - 0.2);
  expect(Math.abs(size / bytes - 1)).toBeLessThan(0.02);
  // The speech codec is in integers for the most part; elsewhere floats are added in another order than AVX2 does.
  expect(same).toBeGreaterThanOrEqual(config.application === 'voip' ? 45 : 3);
});
