import { expect, test } from 'vitest';
import { VpxDecoder } from './decoder.ts';
import { VpxEncoder } from './encoder.ts';
import { testImage, vpxModule } from './vpx-fixtures-contract.ts';

const FRAMES = 300;

test.each(['vp8', 'vp9'] as const)('%s: a frame costs a few small objects and no memory of its size', (codec) => {
  const config = { codec, width: 96, height: 64, cpuUsed: 8 };
  using encoder = new VpxEncoder(vpxModule(codec, 'encoder'), config);
  using decoder = new VpxDecoder(vpxModule(codec, 'decoder'), { codec });
  const images = (['I420', 'NV12', 'RGBA'] as const).map((format) => testImage(format, 100, 70, 0));
  let timestampUs = 0;
  const run = (): void => {
    for (let index = 0; index < FRAMES; index++, timestampUs += 33_333) {
      const image = images[index % images.length];
      const encoded = image && encoder.encode(image, { timestampUs });
      if (encoded) decoder.decode(encoded.data);
    }
  };
  run();
  const before = process.memoryUsage();
  run();
  const after = process.memoryUsage();
  // A frame has 10,500 to 28,000 bytes; half of the least are views and plans.
  expect((after.heapUsed - before.heapUsed) / FRAMES).toBeLessThan(10_500);
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(10 * 10_500);
});
