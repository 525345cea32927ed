import { expect, test } from 'vitest';
import { attempt } from '../module/attempt-contract.ts';
import { Dice } from '../module/dice-contract.ts';
import { liveCodecs } from '../module/live-codecs.ts';
import { VpxDecoder } from './decoder.ts';
import { VpxEncoder } from './encoder.ts';
import type { VpxEncoderUpdate } from './encoder-config.ts';
import type { VpxImage } from './image.ts';
import { vpxModule } from './vpx-fixtures-contract.ts';

const SIZES = [1, 2, 7, 16, 33, 48, 64, 90] as const;

/** Some fields, now and then with a value that is not allowed. */
function someUpdate(dice: Dice): VpxEncoderUpdate {
  return dice.some({
    width: () => dice.of([...SIZES, 0, 16_384, 3.5, 9999]),
    height: () => dice.of([...SIZES, -1, 9999]),
    framerate: () => dice.of([0.5, 1, 15, 30, 60, 1000, 0, 1e9]),
    bitrate: () => dice.of([1, 1000, 50_000, 1_000_000, 1e9, 0, Number.NaN]),
    bitrateMode: () => dice.of(['constant', 'variable', 'quantizer', 'none']),
    temporalLayers: () => dice.of([1, 2, 3, 4]),
    cpuUsed: () => dice.of([0, 3, 5, 7, 8, 9, 16, -1]),
    contentHint: () => dice.of(['motion', 'detail', 'text']),
    errorResilient: () => dice.of([true, false, 0]),
    keyFrameInterval: () => dice.of([1, 2, 30, 1_000_000, 0]),
    minQuantizer: () => dice.of([0, 10, 63, 64]),
    maxQuantizer: () => dice.of([0, 40, 63, -1]),
    noiseSensitivity: () => dice.of([0, 1, 6, 7]),
    staticThreshold: () => dice.of([0, 1, 10_000, 10_001]),
    aqMode: () => dice.of([0, 1, 2, 3, 4]),
    tileColumns: () => dice.of([0, 1, 6, 7]),
    dropFrames: () => dice.of([true, false]),
    rgbConversion: () => dice.of([{ matrix: 'smpte170m' }, { fullRange: true }, { matrix: 'xyz' }, undefined]),
  });
}

/** A frame of any format, size and stride, now and then one that does not hold what it says. */
function someImage(dice: Dice): VpxImage {
  const format = dice.of(['I420', 'I420A', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX'] as const);
  const codedWidth = dice.of(SIZES);
  const codedHeight = dice.of(SIZES);
  const gap = dice.of([0, 0, 1, 13, 200, -1]);
  const half = (size: number) => (size + 1) >> 1;
  const whole = [codedWidth, codedHeight] as const;
  const chroma = [half(codedWidth), half(codedHeight)] as const;
  const pairs = [2 * half(codedWidth), half(codedHeight)] as const;
  const planes = format.startsWith('I420')
    ? [whole, chroma, chroma, whole]
    : format === 'NV12'
      ? [whole, pairs]
      : [[4 * codedWidth, codedHeight] as const];
  let end = dice.below(20);
  const layout = planes.map(([rowBytes, rows]) => {
    const place = { offset: end, stride: rowBytes + gap };
    end += place.stride * rows;
    return place;
  });
  const data = new Uint8Array(Math.max(0, end - (dice.below(10) === 0 ? dice.below(30) : 0)));
  const slope = dice.below(9);
  for (let at = 0; at < data.length; at++) data[at] = at * slope;
  const visibleRect = { x: dice.below(codedWidth), y: dice.below(codedHeight), width: dice.below(40), height: 1 };
  const colorSpace = dice.of([undefined, {}, { matrix: 'smpte170m', fullRange: true }, { matrix: null }] as const);
  const image = { format, data, layout, codedWidth, codedHeight, colorSpace };
  return dice.below(4) === 0 ? { ...image, visibleRect } : image;
}

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

test.each(SEEDS.flatMap((seed) => (['vp8', 'vp9'] as const).map((codec) => ({ codec, seed }))))(
  '$codec: whatever is done in whatever order, there are results or typed errors; seed $seed',
  ({ codec, seed }) => {
    const dice = new Dice(seed);
    const before = new Map(liveCodecs());
    const decoder = new VpxDecoder(vpxModule(codec, 'decoder'), { codec });
    const config = { codec, width: dice.of(SIZES), height: dice.of(SIZES) };
    const encoder = new VpxEncoder(vpxModule(codec, 'encoder'), config);
    let packet: Uint8Array = new Uint8Array(1);
    let timestampUs = 0;
    let isOver = false;
    const encode = (): boolean => {
      timestampUs += dice.of([33_333, 1, 0, -5_000_000, 1e9]);
      const options = { timestampUs, keyFrame: dice.below(8) === 0, quantizer: dice.of([undefined, 0, 30, 63]) };
      const encoded = attempt(() => encoder.encode(someImage(dice), options));
      if (!encoded) return false;
      packet = encoded.data.slice();
      expect(packet.length).toBeGreaterThan(0);
      return encoded.keyFrame;
    };
    const steps: readonly (() => unknown)[] = [
      encode,
      () => {
        const { width, height } = encoder.config;
        const packetBefore = packet;
        const isKey = encode();
        if (packet === packetBefore) return;
        const picture = attempt(() => decoder.decode(packet));
        if (isKey && !isOver) expect([picture?.width, picture?.height]).toEqual([width, height]);
      },
      () => attempt(() => decoder.decode(dice.damage(packet), (picture) => expect(picture.planes.length).toBe(3))),
      () => attempt(() => decoder.decode(dice.damage(packet))),
      () => attempt(() => encoder.update(someUpdate(dice))),
      () => attempt(() => decoder.reset()),
    ];
    for (let step = 0; step < 120; step++) dice.of(steps)();
    dice.of([encoder, decoder]).close();
    isOver = true;
    for (let step = 0; step < 10; step++) attempt(dice.of(steps));
    encoder.close();
    decoder.close();
    expect(liveCodecs()).toEqual(before);
  },
);
