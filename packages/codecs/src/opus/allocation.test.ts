import { expect, test } from 'vitest';
import { OpusDecoder, OpusEncoder } from './index.ts';
import { opusModule, voice } from './sounds-contract.ts';

const PACKETS = 20_000;

test('packets are encoded and decoded without garbage', () => {
  const module = opusModule();
  const settings = { complexity: 0, bitrate: 32_000, application: 'lowdelay' } as const;
  using encoder = new OpusEncoder(module, settings);
  using decoder = new OpusDecoder(module);
  const pcm = voice(48_000, 48_000);
  const pieces = Array.from({ length: 100 }, (_, index) => pcm.subarray(index * 120, (index + 1) * 120));
  const run = (): void => {
    for (let index = 0; index < PACKETS; index += 1) {
      const piece = pieces[index % pieces.length];
      if (piece) decoder.decode(encoder.encode(piece));
      if (encoder.finalRange !== decoder.finalRange) throw new Error('out of step');
    }
  };
  run();
  const before = process.memoryUsage();
  run();
  const after = process.memoryUsage();
  // The engine's own bookkeeping is in it, too; one array view for each packet would be 200 bytes.
  expect((after.heapUsed - before.heapUsed) / PACKETS).toBeLessThan(40);
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(100_000);
});
