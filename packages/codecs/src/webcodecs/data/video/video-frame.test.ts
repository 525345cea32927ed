import { describe, expect, it } from 'vitest';
import { expectException, expectRejection, make } from '../resource/platform-contract.ts';
import { frameMemory, nativeOf, videoFrameFromMemory } from './frame-access.ts';
import type { VideoFrameMetadata } from './frame-metadata.ts';
import { packFrame, unpackFrame } from './pack-frame.ts';
import { toNativeVideoFrame } from './to-native.ts';
import { VideoColorSpace } from './video-color-space.ts';
import { isVideoFrame, VideoFrame } from './video-frame.ts';
import { describeVideoFrame } from './video-frame-contract.ts';

const I420 = { format: 'I420', codedWidth: 2, codedHeight: 2, timestamp: 1 } as const;

describe('VideoFrame', () => {
  describeVideoFrame(VideoFrame);

  it('has the 12-bit formats with opacity, too', () => {
    const formats = ['I420AP12', 'I422AP12', 'I444AP12'] as const;
    const sizes = formats.map((format) => new VideoFrame(new Uint8Array(32), { ...I420, format }).allocationSize());
    expect(sizes).toEqual([20, 24, 32]);
  });

  it('converts its members in the order of WebIDL', () => {
    const data = new Uint8Array(6);
    expect(orderOf((init) => make(VideoFrame, data, init), I420)).toEqual([
      'codedHeight',
      'codedWidth',
      'colorSpace',
      'displayHeight',
      'displayWidth',
      'duration',
      'flip',
      'format',
      'layout',
      'metadata',
      'rotation',
      'timestamp',
      'transfer',
      'visibleRect',
    ]);
    const frame = new VideoFrame(data, I420);
    expect(orderOf((init) => make(VideoFrame, frame, init), {})).toEqual([
      'alpha',
      'displayHeight',
      'displayWidth',
      'duration',
      'flip',
      'metadata',
      'rotation',
      'timestamp',
      'visibleRect',
    ]);
    expect(orderOf((options) => frame.allocationSize(options), {})).toEqual(['colorSpace', 'format', 'layout', 'rect']);
  });

  it('keeps a copy of registered metadata, which a frame made of it does not get', () => {
    const blur = { on: true };
    const metadata: VideoFrameMetadata & { other: number } = { rtpTimestamp: 5, backgroundBlur: blur, other: 1 };
    const frame = new VideoFrame(new Uint8Array(6), { ...I420, metadata });
    metadata.rtpTimestamp = 6;
    blur.on = false;
    expect(frame.metadata()).toEqual({ rtpTimestamp: 5, backgroundBlur: { on: true } });
    expect(frame.clone().metadata()).toEqual(frame.metadata());
    expect(new VideoFrame(frame).metadata()).toEqual({});
    expect(new VideoFrame(frame, { metadata: { captureTime: 2 } }).metadata()).toEqual({ captureTime: 2 });
  });

  it('shows odd parts by the nearest number of pixels, and at least one', () => {
    const frame = new VideoFrame(new Uint8Array(24), { ...I420, codedWidth: 4, codedHeight: 4 });
    const stretched = new VideoFrame(frame, { displayWidth: 5, displayHeight: 7 });
    const part = new VideoFrame(stretched, { visibleRect: { x: 0, y: 0, width: 3, height: 1 } });
    expect([part.displayWidth, part.displayHeight]).toEqual([4, 2]);
    const tiny = new VideoFrame(frame, { displayWidth: 1, displayHeight: 1 });
    expectException(() => new VideoFrame(tiny, { visibleRect: { x: 0, y: 0, width: 1, height: 1 } }), 'TypeError');
  });

  it('has methods that refuse other objects', async () => {
    expectException(() => VideoFrame.prototype.clone.call(make(Object)), 'TypeError');
    await expectRejection(VideoFrame.prototype.copyTo.call(make(Object), new Uint8Array(9)), 'TypeError');
    expect([VideoFrame.length, VideoFrame.prototype.copyTo.length]).toEqual([1, 1]);
    expect([isVideoFrame({}), isVideoFrame(null)]).toEqual([false, false]);
  });
});

describe('VideoFrame over memory', () => {
  const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.of(0, 1, 2, 3, 4, 5, 6);
  const layout = [
    { offset: 1, stride: 2 },
    { offset: 5, stride: 1 },
    { offset: 6, stride: 1 },
  ];

  it('gives the very bytes it was made of', () => {
    const init = {
      ...I420,
      bytes: bytes(),
      layout,
      duration: 9,
      rotation: 90,
      colorSpace: { matrix: 'bt709' },
    } as const;
    using frame = videoFrameFromMemory(init);
    const memory = frameMemory(frame);
    expect(memory?.bytes).toBe(init.bytes);
    expect(memory).toMatchObject({
      layout,
      format: 'I420',
      codedWidth: 2,
      visibleRect: { x: 0, y: 0, width: 2, height: 2 },
    });
    expect([frame.duration, frame.rotation, frame.colorSpace.matrix, nativeOf(frame)]).toEqual([
      9,
      90,
      'bt709',
      undefined,
    ]);
  });

  it('reads what a part shows, and says where there is no native form', async () => {
    using frame = videoFrameFromMemory({
      ...I420,
      bytes: bytes(),
      layout,
      visibleRect: { x: 0, y: 0, width: 1, height: 2 },
    });
    const room = new Uint8Array(4);
    await frame.copyTo(room);
    expect([...room]).toEqual([1, 3, 5, 6]);
    expectException(() => toNativeVideoFrame(frame), 'NotSupportedError');
  });

  it('gives the bytes back once the last reference is closed', () => {
    const given = bytes();
    const back: Uint8Array[] = [];
    const frame = videoFrameFromMemory({ ...I420, bytes: given, release: (returned) => back.push(returned) });
    const clone = new VideoFrame(frame);
    frame.close();
    expect(back).toEqual([]);
    clone.close();
    clone.close();
    expect(back).toEqual([given]);
    expectException(() => frameMemory(frame), 'InvalidStateError');
  });

  it('refuses sizes that do not fit the bytes', () => {
    expect(() => videoFrameFromMemory({ ...I420, codedWidth: 4, bytes: bytes() })).toThrow(TypeError);
    expect(() => videoFrameFromMemory({ ...I420, codedWidth: 0, bytes: bytes() })).toThrow(TypeError);
    const odd = new Uint8Array(new ArrayBuffer(13), 1);
    expect(() => videoFrameFromMemory({ ...I420, format: 'I420P10', bytes: odd })).toThrow(TypeError);
  });
});

describe('packing a VideoFrame', () => {
  it('closes it and moves pixels that nobody else has', async () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const frame = videoFrameFromMemory({ ...I420, bytes, rotation: 90, displayWidth: 9, displayHeight: 4 });
    const { packed, transfer } = packFrame(frame);
    expect([frame.format, transfer]).toEqual([null, [bytes.buffer]]);
    using there = unpackFrame(structuredClone(packed, { transfer }));
    expect(bytes.byteLength).toBe(0);
    expect([there.rotation, there.displayWidth, there.timestamp, there.format]).toEqual([90, 9, 1, 'I420']);
    expect(there.colorSpace).toBeInstanceOf(VideoColorSpace);
    const room = new Uint8Array(6);
    await there.copyTo(room);
    expect([...room]).toEqual([1, 2, 3, 4, 5, 6]);
    expectException(() => packFrame(frame), 'InvalidStateError');
  });

  it('copies pixels that a clone has too, or that share their buffer', () => {
    const bytes = new Uint8Array(6);
    using frame = videoFrameFromMemory({ ...I420, bytes });
    const { packed, transfer } = packFrame(frame.clone());
    structuredClone(packed, { transfer });
    expect(bytes.byteLength).toBe(6);
    const room = new Uint8Array(64);
    expect(packFrame(videoFrameFromMemory({ ...I420, bytes: room.subarray(6, 12) })).transfer[0]).not.toBe(room.buffer);
  });
});

/** The members that are read of `init`, in order. */
function orderOf(use: (init: object) => unknown, init: object): string[] {
  const order: string[] = [];
  const get = (target: object, name: string | symbol): unknown => {
    order.push(String(name));
    return Reflect.get(target, name);
  };
  use(new Proxy(init, { get }));
  return order;
}
