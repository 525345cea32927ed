import { expect, test } from 'vitest';
import { OpusDecoder } from './decoder.ts';
import { OpusEncoder } from './encoder.ts';
import { OpusMultistreamDecoder } from './multistream-decoder.ts';
import { opusModule, voice } from './sounds-contract.ts';

const module = opusModule();

/** A packet without a second frame, with its own length in it, as all but the last of a multistream packet have it. */
function selfDelimited(packet: Uint8Array): number[] {
  const [toc = 0, ...frame] = packet;
  const length = frame.length < 252 ? [frame.length] : [252 + (frame.length % 4), (frame.length - 252) >> 2];
  return [toc, ...length, ...frame];
}

/** One packet of several streams, all of one second of voice, and each stream's packets alone. */
function streams(count: number, coupled: number) {
  const alone = Array.from({ length: count }, (_, stream) => {
    const channelCount = stream < coupled ? 2 : 1;
    using encoder = new OpusEncoder(module, { channelCount, bitrate: 24_000 + 1000 * stream, application: 'lowdelay' });
    const pcm = voice(9600, 48000, channelCount);
    return Array.from({ length: 10 }, (_, index) =>
      encoder.encode(pcm.subarray(index * 960 * channelCount, (index + 1) * 960 * channelCount)).slice(),
    );
  });
  const together = Array.from({ length: 10 }, (_, index) =>
    Uint8Array.from(
      alone.flatMap((packets, stream) => {
        const packet = packets[index] ?? new Uint8Array();
        return stream < count - 1 ? selfDelimited(packet) : [...packet];
      }),
    ),
  );
  return { alone, together };
}

test('each channel is the one that its stream gives alone', () => {
  const { alone, together } = streams(4, 2);
  const head = {
    channelCount: 6,
    mappingFamily: 1,
    streamCount: 4,
    coupledCount: 2,
    mapping: [0, 4, 1, 2, 3, 255],
  } as const;
  using decoder = new OpusMultistreamDecoder(module, { head });
  using first = new OpusDecoder(module, { channelCount: 2 });
  using third = new OpusDecoder(module);
  for (const [index, packet] of together.entries()) {
    const pcm = decoder.decode(packet);
    const left = first.decode(alone[0]?.[index] ?? new Uint8Array());
    const centre = third.decode(alone[2]?.[index] ?? new Uint8Array());
    expect(pcm.length).toBe(960 * 6);
    for (let frame = 0; frame < 960; frame += 1) {
      expect([pcm[frame * 6], pcm[frame * 6 + 1], pcm[frame * 6 + 5]]).toEqual([left[frame * 2], centre[frame], 0]);
    }
  }
});

test('255 channels come out, and a lost packet is concealed', () => {
  const { together } = streams(3, 0);
  const mapping = Array.from({ length: 255 }, (_, channel) => channel % 3);
  const head = { channelCount: 255, mappingFamily: 255, streamCount: 3, coupledCount: 0, mapping } as const;
  using decoder = new OpusMultistreamDecoder(module, { head, sampleRate: 16000, gainDb: 6 });
  for (const packet of together) expect(decoder.decode(packet).length).toBe(320 * 255);
  expect(decoder.finalRange).toBeGreaterThan(0);
  expect(decoder.conceal(320).length).toBe(320 * 255);
  decoder.reset();
  decoder.update({ gainDb: 0 });
  expect(decoder.decode(together[0] ?? new Uint8Array()).length).toBe(320 * 255);
});

test('bytes that are no packet of so many streams are a typed error, and the next packet is decoded', () => {
  const { together } = streams(2, 1);
  const head = { channelCount: 3, mappingFamily: 255, streamCount: 2, coupledCount: 1, mapping: [0, 1, 2] } as const;
  using decoder = new OpusMultistreamDecoder(module, { head });
  const packet = together[0] ?? new Uint8Array();
  for (const bytes of [new Uint8Array(), packet.subarray(0, 3), new Uint8Array(2_000_000), Uint8Array.of(0xff, 63)]) {
    expect(() => decoder.decode(bytes)).toThrow(/data-loss/);
  }
  expect(decoder.decode(packet).length).toBe(2880);
});

test('a head that means nothing is refused, and a closed decoder says so', () => {
  const head = { channelCount: 2, mappingFamily: 255, streamCount: 1, coupledCount: 0, mapping: [0, 1] } as const;
  expect(() => new OpusMultistreamDecoder(module, { head })).toThrow(/channel 1 is mapped, and there are only 1/);
  const decoder = new OpusMultistreamDecoder(module, { head: { ...head, mapping: [0, 0] } });
  decoder.close();
  expect(() => decoder.decode(new Uint8Array(3))).toThrow(
    /OpusMultistreamDecoder.decode was called on an object that is/,
  );
});
