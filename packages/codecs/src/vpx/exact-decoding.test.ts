import { SdkError } from '@remotemedia/base';
import { expect, test } from 'vitest';
import { VpxDecoder } from './decoder.ts';
import type { VpxCodec } from './vpx-codec.ts';
import { fixtureLines, fixturePackets, md5, samplesOf, vpxModule } from './vpx-fixtures-contract.ts';

interface Stream {
  readonly name: string;
  readonly codec: VpxCodec;
  readonly pictures: string[];
}

function streamsOf(lines: readonly string[]): Stream[] {
  const streams: Stream[] = [];
  for (const line of lines) {
    const [word = '', name = '', codec] = line.split(' ');
    if (word === 'stream') streams.push({ name, codec: codec === 'vp8' ? 'vp8' : 'vp9', pictures: [] });
    else streams.at(-1)?.pictures.push(word);
  }
  return streams;
}

const streams = streamsOf(fixtureLines('decode.txt'));

/** Decodes all that can be decoded. */
function decodeAll(codec: VpxCodec, packets: readonly Uint8Array[]): { pictures: string[]; errors: SdkError[] } {
  using decoder = new VpxDecoder(vpxModule(codec, 'decoder'), { codec });
  const pictures: string[] = [];
  const errors: SdkError[] = [];
  for (const packet of packets) {
    try {
      decoder.decode(packet, (picture) => pictures.push(md5(...samplesOf(picture))));
    } catch (error) {
      if (!(error instanceof SdkError)) throw error;
      errors.push(error);
    }
  }
  return { pictures, errors };
}

test.each(streams)('$name is decoded to the pictures of vpxdec', ({ name, codec, pictures }) => {
  expect(decodeAll(codec, fixturePackets(name))).toEqual({ pictures, errors: [] });
});

test.each(streams)(
  '$name, cut short at any place, is an error and no crash; the next key frame is decoded',
  (stream) => {
    const { name, codec, pictures } = stream;
    const packets = fixturePackets(name);
    const [first = new Uint8Array()] = packets;
    for (let part = 0; part < 12; part++) {
      const cut = first.subarray(0, Math.floor((first.length * part) / 12));
      const { pictures: decoded, errors } = decodeAll(codec, [cut, ...packets]);
      for (const error of errors) expect(error.code).toBe('data-loss');
      expect(decoded.slice(-pictures.length)).toEqual(pictures);
    }
  },
);

/** Numbers that are the same in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test.each(streams)('$name, with bits turned over, never crashes, and recovers with a sound key frame', (stream) => {
  const { name, codec, pictures } = stream;
  const packets = fixturePackets(name);
  const random = randomNumbers(name.length);
  for (let round = 0; round < 5; round++) {
    const damaged = packets.map((packet) => {
      const copy = packet.slice();
      for (let bit = 0; bit < 3; bit++) {
        const at = Math.floor(random() * copy.length);
        copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      }
      return copy;
    });
    const { pictures: decoded, errors } = decodeAll(codec, [...damaged, ...packets]);
    for (const error of errors) expect(['data-loss', 'unimplemented', 'resource-exhausted']).toContain(error.code);
    expect(decoded.slice(-pictures.length)).toEqual(pictures);
  }
});
