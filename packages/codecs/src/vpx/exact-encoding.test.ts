import { expect, test } from 'vitest';
import { CodecInstance } from '../module/instance.ts';
import { VpxDecoder } from './decoder.ts';
import { copyPlane, planStaging } from './staging.ts';
import type { VpxCodec } from './vpx-codec.ts';
import { isEncoderExports } from './vpx-exports.ts';
import { fixtureLines, md5, samplesOf, testImage, vpxModule } from './vpx-fixtures-contract.ts';

interface Case {
  readonly name: string;
  readonly codec: VpxCodec;
  readonly lines: string[];
}

function casesOf(lines: readonly string[]): Case[] {
  const cases: Case[] = [];
  for (const line of lines) {
    const [word, name = '', codec] = line.split(' ');
    if (word === 'case') cases.push({ name, codec: codec === 'vp8' ? 'vp8' : 'vp9', lines: [] });
    else cases.at(-1)?.lines.push(line);
  }
  return cases;
}

/** Drives the bridge itself, as the native program did that made the fixtures. */
class Driver {
  readonly #instance;
  readonly #encoder: number;

  constructor(codec: VpxCodec) {
    this.#instance = new CodecInstance(vpxModule(codec, 'encoder'), isEncoderExports);
    this.#encoder = this.#instance.exports.encoder_new();
  }

  run(command: string): Uint8Array | undefined {
    const { exports } = this.#instance;
    const [word, ...rest] = command.split(' ');
    const [first = 0, second = 0] = rest.map(Number);
    if (word === 'set') exports.encoder_set(this.#encoder, first, second);
    else if (word === 'apply') expect(exports.encoder_apply(this.#encoder)).toBe(0);
    else return this.#encode(rest.map(Number));
    return undefined;
  }

  #encode([
    time = 0,
    format = 0,
    width = 0,
    height = 0,
    timestamp = 0,
    duration = 0,
    key = 0,
    quantizer = 0,
  ]: number[]) {
    const { exports } = this.#instance;
    const image = testImage((['I420', 'NV12', 'RGBA', 'BGRA'] as const)[format] ?? 'I420', width, height, time);
    const plan = planStaging(image);
    const base = exports.encoder_staging(this.#encoder, plan.sizeBytes);
    for (const [index, copy] of plan.copies.entries()) {
      copyPlane(copy, image.data, this.#instance.bytes, base);
      exports.encoder_plane(this.#encoder, index, copy.to, copy.toStride);
    }
    expect(exports.encoder_picture(this.#encoder, format, width, height, 1, 0)).toBe(0);
    const size = exports.encoder_encode(this.#encoder, timestamp, duration, key, quantizer);
    const start = exports.encoder_data(this.#encoder);
    return this.#instance.bytes.slice(start, start + size);
  }
}

test.each(casesOf(fixtureLines('encode.txt')))(
  '$name: packets are those of native libvpx, byte for byte, and are decoded to the pictures of vpxdec',
  ({ codec, lines }) => {
    const driver = new Driver(codec);
    using decoder = new VpxDecoder(vpxModule(codec, 'decoder'), { codec });
    const made: string[] = [];
    for (const line of lines.filter((one) => !one.startsWith('='))) {
      const packet = driver.run(line);
      if (!packet) continue;
      const picture = packet.length > 0 ? decoder.decode(packet) : undefined;
      expect(picture?.corrupted).not.toBe(true);
      made.push(picture ? `= ${md5(packet)} ${md5(...samplesOf(picture))}` : '= dropped');
    }
    expect(made).toEqual(lines.filter((one) => one.startsWith('=')));
  },
);
