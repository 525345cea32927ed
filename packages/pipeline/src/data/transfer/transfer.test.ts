import { liveCodecs, VideoFrame } from '@remotemedia/codecs';
import { afterEach, describe, expect, it } from 'vitest';
import { AudioBlock } from '../audio-block.ts';
import type { RuntimeData } from '../runtime-data.ts';
import { packData } from './pack-data.ts';
import { unpackData } from './unpack-data.ts';
import { videoPacking } from './video-packing.ts';

afterEach(() => expect(liveCodecs().get('VideoFrame') ?? 0).toBe(0));

/** There and back, as between threads. */
function sent(item: RuntimeData): RuntimeData {
  const transfer: Transferable[] = [];
  const packed = packData(item, transfer, videoPacking);
  return unpackData(structuredClone(packed, { transfer }), videoPacking);
}

const data = Uint8Array.of(1, 2, 3);

const items: readonly RuntimeData[] = [
  { kind: 'encodedAudio', codec: 'opus', data, sampleRate: 48_000, channelCount: 2, timestampUs: 5 },
  { kind: 'encodedVideo', codec: 'vp8', data, isKeyFrame: true, width: 4, height: 2, timestampUs: 5 },
  { kind: 'image', data, format: 'png', width: 1, height: 1 },
  { kind: 'tensor', data, shape: [3], dtype: 5 },
  { kind: 'numpy', data, shape: [3], dtype: 'uint8', strides: [1], cContiguous: true, fContiguous: true },
  { kind: 'json', value: { a: [1, null, 'x'] } },
  { kind: 'text', text: 'hi', channel: 'ui' },
  { kind: 'binary', data, mimeType: 'a/b' },
  { kind: 'control', messageType: { type: 'DeadlineWarning', deadlineUs: 3 }, timestampMs: 1 },
  { kind: 'file', path: '/a' },
];

describe('items on their way', () => {
  it.each(items)('$kind comes as it went', (item) => {
    expect(sent(item)).toEqual(item);
  });

  it('sound comes without what did not count, and the giver keeps its block', () => {
    const block = AudioBlock.fromInterleaved(
      Float32Array.of(1, 2, 3, 4, 5, 6),
      { sampleRate: 8_000, channelCount: 2 },
      9,
    );
    block.frames = 2;
    block.streamId = 's';
    const there = sent(block);
    if (there.kind !== 'audio') return expect.unreachable();
    expect(there.channels.map((plane) => [...plane])).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(there).toMatchObject({ sampleRate: 8_000, frames: 2, timestampUs: 9, streamId: 's' });
    expect(block.channels[0]?.length).toBe(3);
    return expect(new Set(there.channels.map(({ buffer }) => buffer)).size).toBe(1);
  });

  it('a picture is closed here and open there', () => {
    const frame = new VideoFrame(new Uint8Array(16), { format: 'RGBA', codedWidth: 2, codedHeight: 2, timestamp: 3 });
    const there = sent({ kind: 'video', frame, frameNumber: 4, streamId: 's' });
    if (there.kind !== 'video') return expect.unreachable();
    expect([frame.codedWidth, there.frame.codedWidth, there.frameNumber, there.streamId]).toEqual([0, 2, 4, 's']);
    return there.frame.close();
  });

  it('a picture does not go where there is no video', () => {
    const frame = new VideoFrame(new Uint8Array(16), { format: 'RGBA', codedWidth: 2, codedHeight: 2, timestamp: 3 });
    expect(() => packData({ kind: 'video', frame }, [])).toThrow('no video');
    frame.close();
  });
});

describe('what is no item', () => {
  const plane = new Float32Array(2);
  const sound = { kind: 'audio', sampleRate: 8_000, channels: [plane], timestampUs: 0 };

  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['no kind', {}],
    ['a kind of the prototype', { kind: 'constructor' }],
    ['an unknown kind', { kind: 'smell' }],
    ['text without text', { kind: 'text' }],
    ['bytes that are none', { kind: 'binary', data: [1] }],
    ['sound without a rate', { ...sound, sampleRate: Number.NaN }],
    ['sound without channels', { ...sound, channels: [] }],
    ['sound of too many channels', { ...sound, channels: Array(33).fill(plane) }],
    ['sound of uneven channels', { ...sound, channels: [plane, new Float32Array(3)] }],
    ['sound of other numbers', { ...sound, channels: [new Float64Array(2)] }],
    ['sound without time', { ...sound, timestampUs: 'now' }],
    ['a picture without pixels', { kind: 'video', frame: {} }],
  ])('is refused: %s', (_what, message) => {
    expect(() => unpackData(message, videoPacking)).toThrow(/expected an item/);
  });
});
