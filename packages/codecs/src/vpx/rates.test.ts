import { expect, test } from 'vitest';
import { VpxEncoder } from './encoder.ts';
import type { VpxEncoderConfig } from './encoder-config.ts';
import { testImage, vpxModule } from './vpx-fixtures-contract.ts';

const CODECS = ['vp8', 'vp9'] as const;
const SIZE = { width: 176, height: 144 };

/** Bits per second of what lies between two frames of 30 per second. @param isThere which frames come at all */
function rate(config: VpxEncoderConfig, from: number, to: number, isThere = (_: number) => true): number {
  using encoder = new VpxEncoder(vpxModule(config.codec, 'encoder'), config);
  let bytes = 0;
  for (let time = 0; time < to; time++) {
    if (!isThere(time)) continue;
    const { data } = encoder.encode(testImage('I420', 176, 144, time), { timestampUs: (time * 1e6) / 30 }) ?? {};
    if (time >= from) bytes += data?.length ?? 0;
  }
  return (bytes * 8 * 30) / (to - from);
}

test.each(CODECS)('%s: a constant bitrate is kept, whether all frames come or some are missing', (codec) => {
  const config = { codec, ...SIZE, bitrate: 300_000 };
  for (const isThere of [() => true, (time: number) => time % 5 !== 3, (time: number) => time % 7 > 1]) {
    const bitrate = rate(config, 60, 150, isThere);
    expect(bitrate).toBeGreaterThan(0.8 * config.bitrate);
    expect(bitrate).toBeLessThan(1.2 * config.bitrate);
  }
});

test.each(CODECS)('%s: a variable bitrate stays near what was asked for over seconds', (codec) => {
  const config = { codec, ...SIZE, bitrate: 300_000, bitrateMode: 'variable' } as const;
  const bitrate = rate(config, 30, 150);
  expect(bitrate).toBeGreaterThan(0.6 * config.bitrate);
  expect(bitrate).toBeLessThan(1.4 * config.bitrate);
});

test.each(CODECS)('%s: each temporal layer has its share of the bits', (codec) => {
  const config = { codec, ...SIZE, bitrate: 300_000, temporalLayers: 3 } as const;
  using encoder = new VpxEncoder(vpxModule(codec, 'encoder'), config);
  const bytes = [0, 0, 0];
  for (let time = 0; time < 150; time++) {
    const encoded = encoder.encode(testImage('I420', 176, 144, time), { timestampUs: (time * 1e6) / 30 });
    if (encoded && time >= 30)
      bytes[encoded.temporalLayerId] = (bytes[encoded.temporalLayerId] ?? 0) + encoded.data.length;
  }
  const [base = 0, middle = 0, top = 0] = bytes;
  const share = base / (base + middle + top);
  // Meant are 50, 20 and 30 per cent.
  expect(share).toBeGreaterThan(0.35);
  expect(share).toBeLessThan(0.65);
});
