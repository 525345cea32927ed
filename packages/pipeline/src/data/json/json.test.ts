import { SdkError } from '@remotemedia/base';
import { VideoFrame } from '@remotemedia/codecs';
import { describe, expect, it } from 'vitest';
import { AudioBlock } from '../audio-block.ts';
import type { RuntimeData } from '../runtime-data.ts';
import { runtimeDataFromJson } from './from-json.ts';
import { SeededRandom } from './seeded-random-contract.ts';
import { runtimeDataToJson } from './to-json.ts';

/** There and back, by way of text, as between two machines. */
async function thereAndBack(item: RuntimeData | readonly AudioBlock[]): Promise<RuntimeData | readonly AudioBlock[]> {
  return runtimeDataFromJson(JSON.parse(JSON.stringify(await runtimeDataToJson(item))));
}

function bytes(random: SeededRandom, most = 40): Uint8Array {
  return Uint8Array.from({ length: random.below(most) }, () => random.below(256));
}

function text(random: SeededRandom): string {
  const pieces = ['', '\u0000', 'tts', 'é', '😀', 'a'.repeat(200), '\u0000\u0003tts', '{"a":1}'];
  return Array.from({ length: random.below(4) }, () => random.pick(pieces)).join('');
}

function block(random: SeededRandom): AudioBlock {
  const channels = 1 + random.below(4);
  const frames = random.below(30);
  const planes = Array.from({ length: channels }, () =>
    Float32Array.from({ length: frames + random.below(3) }, () => random.below(2001) / 1000 - 1),
  );
  const made = new AudioBlock(8000 + random.below(40_000), planes, frames, random.below(1e9));
  if (random.oneIn(2)) made.streamId = 'a';
  return made;
}

/** The samples that count, and all else. */
function shape({ sampleRate, channelCount, frames, timestampUs, streamId, channels }: AudioBlock): unknown {
  return { sampleRate, channelCount, timestampUs, streamId, channels: channels.map((plane) => plane.slice(0, frames)) };
}

const MAKERS: Readonly<Record<string, (random: SeededRandom) => RuntimeData>> = {
  text: (random) => ({
    kind: 'text',
    text: text(random),
    ...(random.oneIn(2) ? { channel: `x${text(random)}`.slice(0, 30) } : {}),
  }),
  json: (random) => ({
    kind: 'json',
    value: random.pick([null, 1, 'x', [1, [2]], { a: { b: null } }, { ['__proto__']: 1 }]),
  }),
  binary: (random) => ({ kind: 'binary', data: bytes(random) }),
  tensor: (random) => ({ kind: 'tensor', data: bytes(random), shape: [random.below(4), -1], dtype: random.below(9) }),
  numpy: (random) => ({
    kind: 'numpy',
    data: bytes(random),
    shape: [2, 3],
    dtype: 'float32',
    strides: [12, 4],
    cContiguous: random.oneIn(2),
    fContiguous: random.oneIn(2),
  }),
  image: (random) => ({
    kind: 'image',
    data: bytes(random),
    format: random.pick(['jpeg', 'png', 'webp', 'raw'] as const),
    width: random.below(100),
    height: random.below(100),
    timestampUs: random.oneIn(2) ? random.below(1e6) : undefined,
    streamId: random.oneIn(2) ? 's' : undefined,
  }),
  control: (random) => ({
    kind: 'control',
    messageType: random.pick([
      { type: 'CancelSpeculation', fromTimestamp: 1, toTimestamp: 2 },
      { type: 'BatchHint', suggestedBatchSize: 3 },
      { type: 'DeadlineWarning', deadlineUs: 4 },
    ] as const),
    segmentId: random.oneIn(2) ? 's' : undefined,
    timestampMs: random.below(1e6),
    ...(random.oneIn(2) ? { metadata: { a: [1] } } : {}),
  }),
  file: (random) => ({
    kind: 'file',
    path: '/a/b',
    filename: random.oneIn(2) ? 'b' : undefined,
    mimeType: undefined,
    sizeBytes: random.below(1e6),
    offsetBytes: undefined,
    lengthBytes: undefined,
    streamId: undefined,
  }),
  encodedVideo: (random) => ({
    kind: 'encodedVideo',
    codec: random.pick(['vp8', 'vp09.00.10.08', 'avc1.42e01f', 'av01.0.04M.08']),
    data: bytes(random),
    isKeyFrame: random.oneIn(2),
    width: 1 + random.below(2000),
    height: 1 + random.below(2000),
    timestampUs: random.below(1e9),
    streamId: undefined,
    frameNumber: random.below(1000),
  }),
};

describe('an item as JSON', () => {
  it.each(Object.entries(MAKERS))('comes back as it was: %s', async (_name, make) => {
    const random = new SeededRandom(7);
    for (let round = 0; round < 200; round += 1) {
      const item = make(random);
      expect(await thereAndBack(item)).toEqual(item);
    }
  });

  it('keeps every sample of sound exactly, and of longer arrays only those that count', async () => {
    const random = new SeededRandom(3);
    for (let round = 0; round < 100; round += 1) {
      const sound = block(random);
      const back = await thereAndBack(sound);
      expect(back).toBeInstanceOf(AudioBlock);
      expect(shape(back as AudioBlock)).toEqual(shape(sound));
    }
  });

  it('has the members that upstream has', async () => {
    const stereo = new AudioBlock(48_000, [Float32Array.of(0, 0.5), Float32Array.of(1, -1)], 2, 20_000.4, 'peer-1');
    expect(await runtimeDataToJson(stereo)).toEqual({
      Audio: { samples: [0, 1, 0.5, -1], sample_rate: 48_000, channels: 2, stream_id: 'peer-1', timestamp_us: 20_000 },
    });
    expect(await runtimeDataToJson({ kind: 'text', text: 'hi' })).toEqual({ Text: 'hi' });
    expect(await runtimeDataToJson({ kind: 'text', text: 'hi', channel: 'ui' })).toEqual({ Text: '\u0000\u0002uihi' });
    expect(await runtimeDataToJson({ kind: 'json', value: { a: 1 } })).toEqual({ Json: { a: 1 } });
    expect(await runtimeDataToJson({ kind: 'binary', data: Uint8Array.of(1, 255) })).toEqual({ Binary: [1, 255] });
  });

  it('reads the members that upstream has and we do not need', () => {
    const Audio = { samples: [0], sample_rate: 16_000, channels: 1, arrival_ts_us: 5, metadata: { a: 1 } };
    expect(runtimeDataFromJson({ Audio })).toMatchObject({ kind: 'audio', sampleRate: 16_000, frames: 1 });
  });

  it('takes the name of the reader off a text, and leaves what is no whole tag', () => {
    expect(runtimeDataFromJson({ Text: '\u0000\u0005thinkhm' })).toEqual({
      kind: 'text',
      channel: 'think',
      text: 'hm',
    });
    expect(runtimeDataFromJson({ Text: '\u0000\u0002ébc' })).toEqual({ kind: 'text', channel: 'é', text: 'bc' });
    for (const Text of ['\u0000', '\u0000\u0009short', '\u0000\u0001é', '\u0000\u0003\ud83d\ude00']) {
      expect(runtimeDataFromJson({ Text })).toEqual({ kind: 'text', text: Text });
    }
  });

  it('makes one block of each sound of a mix, tagged or not', async () => {
    const sounds = [
      new AudioBlock(48_000, [Float32Array.of(0.25)], 1, 0, 'a'),
      new AudioBlock(16_000, [Float32Array.of(1)], 1, 0, 'b'),
    ];
    const mix = await runtimeDataToJson(sounds);
    expect(mix).toMatchObject({ AudioMix: [{ Audio: { stream_id: 'a' } }, { Audio: { stream_id: 'b' } }] });
    const back = runtimeDataFromJson(mix);
    expect((back as readonly AudioBlock[]).map(shape)).toEqual(sounds.map(shape));
    const plain = { AudioMix: [{ samples: [1], sample_rate: 8000, channels: 1 }] };
    expect((runtimeDataFromJson(plain) as readonly AudioBlock[])[0]?.channels[0]).toEqual(Float32Array.of(1));
  });
});

describe('a picture as JSON', () => {
  it.each([
    ['I420', 3, 3, 9 + 4 + 4],
    ['Yuv420p', 2, 4, 12],
    ['NV12', 4, 2, 12],
    ['Rgba32', 2, 2, 16],
    ['Rgb24', 2, 2, 12],
  ])('is read and written in %s', async (format, width, height, length) => {
    const pixel_data = Array.from({ length }, (_each, index) => (index * 7) % 256);
    const Video = {
      pixel_data,
      width,
      height,
      format,
      codec: null,
      frame_number: 4,
      timestamp_us: 33_000,
      is_keyframe: true,
    };
    const item = runtimeDataFromJson({ Video });
    if (!('kind' in item) || item.kind !== 'video') throw new Error('expected a picture');
    using frame = item.frame;
    expect([frame.codedWidth, frame.codedHeight, frame.timestamp, item.frameNumber]).toEqual([
      width,
      height,
      33_000,
      4,
    ]);
    const written = await runtimeDataToJson(item);
    const rgba = pixel_data.flatMap((value, index) => (index % 3 === 2 ? [value, 255] : [value]));
    expect(written).toEqual({
      Video: {
        ...Video,
        pixel_data: format === 'Rgb24' ? rgba : pixel_data,
        format: { Yuv420p: 'I420', Rgb24: 'Rgba32' }[format] ?? format,
        stream_id: null,
      },
    });
  });

  it('is RGBA where upstream has no name for its format', async () => {
    using frame = new VideoFrame(Uint8Array.of(3, 2, 1, 255), {
      format: 'BGRA',
      codedWidth: 1,
      codedHeight: 1,
      timestamp: -5,
    });
    expect(await runtimeDataToJson({ kind: 'video', frame })).toMatchObject({
      Video: { format: 'Rgba32', pixel_data: [1, 2, 3, 255], timestamp_us: 0 },
    });
  });

  it('is the seen part of a picture only', async () => {
    const pixels = Uint8Array.from({ length: 16 }, (_each, index) => index);
    using frame = new VideoFrame(pixels, {
      format: 'RGBA',
      codedWidth: 2,
      codedHeight: 2,
      timestamp: 0,
      visibleRect: { x: 1, y: 1, width: 1, height: 1 },
    });
    expect(await runtimeDataToJson({ kind: 'video', frame })).toMatchObject({
      Video: { width: 1, height: 1, pixel_data: [12, 13, 14, 15] },
    });
  });
});

describe('JSON that is no item', () => {
  const audio = { samples: [0, 0], sample_rate: 48_000, channels: 1 };
  const video = { pixel_data: [0, 0, 0, 0], width: 1, height: 1, format: 'Rgba32', codec: null };
  it.each<[unknown, RegExp]>([
    [undefined, /RuntimeData must be an object, got nothing/],
    [[], /must be an object, got a list of 0/],
    [{}, /one member/],
    [{ Text: 'a', Json: 1 }, /one member.*got "Text, Json"/],
    [{ Smell: 1 }, /one of Audio, AudioMix, Video.*got "Smell"/],
    [{ constructor: 1 }, /one member/],
    [{ Text: 1 }, /Text must be a text, got 1/],
    [{ Audio: { ...audio, channels: 3 } }, /2 samples for 3 channels/],
    [{ Audio: { ...audio, channels: 1e9 } }, /Audio.channels must be a whole number from 1 to 32/],
    [{ Audio: { ...audio, sample_rate: 0 } }, /Audio.sample_rate/],
    [{ Audio: { ...audio, samples: [null] } }, /Audio.samples\[0\] must be a number, got null/],
    [{ Audio: { ...audio, samples: { length: 1e9 } } }, /Audio.samples must be a list/],
    [{ Audio: { ...audio, samples: new Array(10_000_001) } }, /a list of at most 10000000/],
    [{ AudioMix: [] }, /AudioMix must be a list of 1 to 64/],
    [{ AudioMix: Array.from({ length: 65 }, () => audio) }, /AudioMix must be a list of 1 to 64/],
    [{ Video: { ...video, width: 2 } }, /the 8 bytes of 2×1 in Rgba32, got 4/],
    [{ Video: { ...video, width: 100_000 } }, /Video.width/],
    [{ Video: { ...video, pixel_data: [256, 0, 0, 0] } }, /pixel_data\[0\] must be a whole number from 0 to 255/],
    [{ Video: { ...video, format: 'toString' } }, /Video.format must be one of/],
    [{ Video: { ...video, codec: 'Theora' } }, /Video.codec must be one of Vp8, Vp9, H264, Av1, got "Theora"/],
    [{ Image: { data: [], format: 'Bmp', width: 1, height: 1 } }, /Image.format must be one of Jpeg/],
    [{ Tensor: { data: [], shape: [0.5], dtype: 1 } }, /Tensor.shape must be whole numbers/],
    [{ ControlMessage: { message_type: { type: 'Stop' } } }, /CancelSpeculation, BatchHint or DeadlineWarning/],
    [{ File: {} }, /File.path must be text, got nothing/],
    [{ Json: Number.NaN }, /Json must be what JSON can say/],
  ])('%# is refused with its reason', (value, reason) => {
    expect(() => runtimeDataFromJson(value)).toThrow(SdkError);
    expect(() => runtimeDataFromJson(value)).toThrow(reason);
  });

  it('is refused when it is too deep or too much', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(() => runtimeDataFromJson({ Json: deep })).toThrow(/at most 64 levels/);
    const row = new Array(2000).fill(0);
    expect(() => runtimeDataFromJson({ Json: new Array(2000).fill(row) })).toThrow(/at most 1000000 values/);
  });

  it('says so of items that have no form in JSON', async () => {
    const sound = {
      kind: 'encodedAudio',
      codec: 'opus',
      data: new Uint8Array(),
      sampleRate: 48_000,
      channelCount: 1,
      timestampUs: 0,
    } as const;
    await expect(runtimeDataToJson(sound)).rejects.toMatchObject({ code: 'unimplemented' });
    await expect(runtimeDataToJson({ kind: 'text', text: '', channel: 'é'.repeat(64) })).rejects.toThrow(/128/);
  });
});
