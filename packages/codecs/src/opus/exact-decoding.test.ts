import { readdirSync, readFileSync } from 'node:fs';
import { SdkError } from '@remotemedia/base';
import { expect, test } from 'vitest';
import { OpusDecoder } from './decoder.ts';
import { isOpusSampleRate } from './frame-sizes.ts';
import { inspectOpusPacket } from './packet.ts';
import { opusModule, signalToNoise } from './sounds-contract.ts';

// Streams that the native libopus 1.5.2 made and decoded; `wasm/opus/fixtures.c` makes them and tells their form.
const folder = new URL('./fixtures/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.bin'));
const module = opusModule();

interface Entry {
  readonly kind: string;
  readonly finalRange: number;
  readonly frames: number;
  readonly checksum: number;
  readonly packet: Uint8Array;
  /** Where the native decoder's order of additions may be another one. */
  readonly samples: Int16Array | undefined;
}

function readStream(name: string) {
  const bytes = readFileSync(new URL(name, folder));
  const sampleRate = bytes.readUInt32LE(0);
  const channelCount = bytes.readUInt8(4);
  if (!isOpusSampleRate(sampleRate) || (channelCount !== 1 && channelCount !== 2)) throw new Error(name);
  const gainDb = bytes.readUInt16LE(5) / 256;
  const flags = bytes.readUInt8(7);
  const config = { sampleRate, channelCount, gainDb, phaseInversionDisabled: (flags & 1) === 1 } as const;
  const entries: Entry[] = [];
  for (let at = 8; at < bytes.length; ) {
    const size = bytes.readUInt16LE(at + 11);
    entries.push({
      kind: String.fromCharCode(bytes.readUInt8(at)),
      finalRange: bytes.readUInt32LE(at + 1),
      frames: bytes.readUInt16LE(at + 5),
      checksum: bytes.readUInt32LE(at + 7),
      packet: bytes.subarray(at + 13, at + 13 + size),
      samples: flags & 2 ? samplesAt(bytes, at + 13 + size, bytes.readUInt16LE(at + 5) * channelCount) : undefined,
    });
    at += 13 + size + 2 * (entries.at(-1)?.samples?.length ?? 0);
  }
  return { config, entries };
}

function samplesAt(bytes: Buffer, start: number, count: number): Int16Array {
  return Int16Array.from({ length: count }, (_, index) => bytes.readInt16LE(start + 2 * index));
}

function checksum(samples: Int16Array): number {
  let hash = 0;
  for (const sample of samples) hash = (Math.imul(hash, 31) + (sample & 0xffff)) >>> 0;
  return hash;
}

/** As the processor rounds: to the nearest, and to the even one of two that are as near. */
function toShorts(floats: Float32Array): Int16Array {
  return Int16Array.from(floats, (float) => {
    const scaled = float * 32768;
    const down = Math.floor(scaled);
    const up = scaled - down > 0.5 || (scaled - down === 0.5 && down % 2 !== 0);
    return Math.max(-32768, Math.min(32767, down + (up ? 1 : 0)));
  });
}

/** What a decoder gives for an entry; nothing for a packet that it refuses. */
function decoded(decoder: OpusDecoder, { kind, packet, frames }: Entry): Int16Array {
  if (kind === 'c') return toShorts(decoder.conceal(frames));
  if (kind === 'f') return toShorts(decoder.decodeFec(packet, frames));
  try {
    return decoder.decodeInt16(packet).slice();
  } catch (error) {
    expect(error).toBeInstanceOf(SdkError);
    expect(error).toMatchObject({ code: 'data-loss' });
    return new Int16Array();
  }
}

test('there is a stream of each kind', () => {
  const kinds = new Set<string>();
  for (const name of names) {
    for (const { kind, packet } of readStream(name).entries) {
      if (name.startsWith('damaged') || kind !== 'p') continue;
      const { mode, bandwidth, channelCount, frameDurationUs } = inspectOpusPacket(packet);
      kinds.add(`${mode} ${bandwidth}`).add(`${mode} ${channelCount}`).add(`${mode} ${frameDurationUs}`);
    }
  }
  expect([...kinds].filter((kind) => /band/.test(kind)).length).toBe(9);
  expect([...kinds].filter((kind) => / [12]$/.test(kind)).length).toBe(6);
  expect([...kinds].filter((kind) => /000$|500$/.test(kind)).length).toBe(10);
});

test.each(names)('%s decodes to the samples and final ranges of the native decoder', (name) => {
  const { config, entries } = readStream(name);
  using decoder = new OpusDecoder(module, config);
  for (const [index, entry] of entries.entries()) {
    const samples = decoded(decoder, entry);
    expect(decoder.finalRange).toBe(entry.finalRange);
    if (entry.samples) {
      const [wanted, got] = [entry.samples, samples].map((shorts) => Float32Array.from(shorts));
      expect(signalToNoise(wanted ?? new Float32Array(), got ?? new Float32Array())).toBeGreaterThan(40);
      continue;
    }
    const got = { index, kind: entry.kind, frames: samples.length / config.channelCount, sum: checksum(samples) };
    expect(got).toEqual({ index, kind: entry.kind, frames: entry.frames, sum: entry.checksum });
  }
});

test.each(names.filter((name) => !/damaged|gain|loss/.test(name)))('%s is the same in floats', (name) => {
  const { config, entries } = readStream(name);
  using floats = new OpusDecoder(module, config);
  using shorts = new OpusDecoder(module, config);
  for (const entry of entries.filter(({ kind }) => kind === 'p')) {
    expect(toShorts(floats.decode(entry.packet))).toEqual(shorts.decodeInt16(entry.packet).slice());
  }
});
