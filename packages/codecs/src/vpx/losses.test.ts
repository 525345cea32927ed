import { expect, test } from 'vitest';
import { VpxDecoder } from './decoder.ts';
import { VpxEncoder } from './encoder.ts';
import { parseVp9Header } from './vp9-header.ts';
import { lumaPsnr, samplesOf, testImage, vpxModule } from './vpx-fixtures-contract.ts';

/** Packets of a stream whose every frame is to survive the loss of others. */
function packets(codec: 'vp8' | 'vp9', errorResilient: boolean): Uint8Array[] {
  const config = { codec, width: 96, height: 64, bitrate: 400_000, errorResilient };
  using encoder = new VpxEncoder(vpxModule(codec, 'encoder'), config);
  return Array.from({ length: 30 }, (_, time) => {
    const encoded = encoder.encode(testImage('I420', 96, 64, time), { timestampUs: time * 33_333 });
    return encoded?.data.slice() ?? new Uint8Array();
  });
}

/** How much of the last picture is as it was meant, decibels, when frame 10 never came. */
function qualityAfterLoss(codec: 'vp8' | 'vp9', errorResilient: boolean): number {
  using decoder = new VpxDecoder(vpxModule(codec, 'decoder'), { codec });
  let luma = new Uint8Array();
  for (const [time, packet] of packets(codec, errorResilient).entries()) {
    if (time === 10) continue;
    try {
      const picture = decoder.decode(packet);
      if (picture) luma = Uint8Array.from(samplesOf(picture)[0] ?? []);
    } catch {
      return 0;
    }
  }
  return lumaPsnr(testImage('I420', 96, 64, 29).data.subarray(0, 96 * 64), luma);
}

test.each(['vp8', 'vp9'] as const)(
  '%s: with error resilience the picture stays recognisable when a frame is lost, without it does not',
  (codec) => {
    const resilient = qualityAfterLoss(codec, true);
    expect(resilient).toBeGreaterThan(18);
    expect(resilient).toBeGreaterThan(qualityAfterLoss(codec, false) + 3);
  },
);

test('VP9 says of each frame that it is resilient', () => {
  const flags = (errorResilient: boolean) =>
    packets('vp9', errorResilient).map((packet) => parseVp9Header(packet)?.errorResilient);
  expect(new Set(flags(true))).toEqual(new Set([true]));
  expect(flags(false).slice(1)).not.toContain(true);
});
