import { describe, expect, it } from 'vitest';
import { make } from '../resource/platform-contract.ts';
import { frameMemory, nativeOf, videoFrameFromNative } from './frame-access.ts';
import { packFrame, unpackFrame } from './pack-frame.ts';
import { toNativeVideoFrame } from './to-native.ts';
import { VideoFrame } from './video-frame.ts';
import { describeVideoFrame } from './video-frame-contract.ts';

describe('our VideoFrame', () => describeVideoFrame(VideoFrame));
describe("Chromium's VideoFrame", () => describeVideoFrame(globalThis.VideoFrame));

describe("VideoFrame over the browser's", () => {
  it('has what the native one has, and closes it with its last reference', async () => {
    const native = nativeFrame({ rotation: 90, flip: true, duration: 5 });
    const frame = videoFrameFromNative(native);
    const crop = new VideoFrame(frame, { visibleRect: { x: 2, y: 0, width: 2, height: 2 } });
    expect(nativeOf(frame)).toBe(native);
    expect(frameMemory(frame)).toBeUndefined();
    expect([frame.rotation, frame.flip, frame.displayWidth, frame.duration]).toEqual([90, true, 2, 5]);
    frame.close();
    expect(await pixels(crop)).toEqual([3, 4, 7, 8, 10, 12]);
    crop.close();
    expect(native.format).toBeNull();
  });

  it('is made of a native one, which stays open', async () => {
    const native = nativeFrame();
    const frame = new VideoFrame(native, { timestamp: 9 });
    expect([native.format, frame.format, frame.timestamp]).toEqual(['I420', 'I420', 9]);
    const room = new Uint8Array(32);
    await frame.copyTo(room, { format: 'RGBA' });
    const other = new Uint8Array(32);
    await native.copyTo(other, { format: 'RGBA' });
    expect(room).toEqual(other);
    native.close();
    expect(() => new VideoFrame(native)).toThrow(expect.objectContaining({ name: 'InvalidStateError' }));
    frame.close();
  });

  it('forgets transparency when asked to', () => {
    const native = nativeFrame({ format: 'I420A' }, new Uint8Array(20));
    const frame = new VideoFrame(native, { alpha: 'discard' });
    expect([frame.format, frame.allocationSize(), nativeOf(frame)?.format]).toEqual(['I420', 12, 'I420']);
    native.close();
    frame.close();
  });

  it('goes to another thread and back into ours', async () => {
    const frame = videoFrameFromNative(nativeFrame({ timestamp: 8 }));
    const shared = frame.clone();
    for (const sent of [frame, shared]) {
      using there = unpackFrame(await through(packFrame(sent)));
      expect([sent.format, there.timestamp, nativeOf(there)?.format]).toEqual([null, 8, 'I420']);
      expect(await pixels(there)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    }
  });
});

describe('the native form of a VideoFrame', () => {
  const formats = [
    'I420',
    'I420A',
    'I422',
    'I444',
    'NV12',
    'RGBA',
    'RGBX',
    'BGRA',
    'BGRX',
    'I420P10',
    'I444AP10',
  ] as const;
  for (const format of formats)
    it(`has the same pixels in ${format}, part, times, turn and colours`, async () => {
      const data = Uint8Array.from({ length: 256 }, (_, i) => (i % 4 === 3 ? 255 : i));
      const colorSpace = {
        primaries: 'smpte170m',
        transfer: 'smpte170m',
        matrix: 'smpte170m',
        fullRange: true,
      } as const;
      const init = {
        format,
        codedWidth: 4,
        codedHeight: 4,
        timestamp: 3,
        duration: 4,
        colorSpace,
        rotation: 270,
        flip: true,
      };
      const whole = new VideoFrame(data, { ...init, displayWidth: 9, displayHeight: 5 });
      using frame = new VideoFrame(whole, { visibleRect: { x: 2, y: 2, width: 2, height: 2 } });
      whole.close();
      const native: VideoFrame & { close(): void } = make(Object, toNativeVideoFrame(frame));
      for (const name of [
        'format',
        'timestamp',
        'duration',
        'displayWidth',
        'displayHeight',
        'rotation',
        'flip',
      ] as const)
        expect(native[name], name).toBe(frame[name]);
      expect(native.colorSpace.toJSON()).toEqual(colorSpace);
      expect(await pixels(native)).toEqual(await pixels(frame));
      native.close();
    });

  it('is RGBA where the browser does not know the format', async () => {
    const data = new Uint16Array(20).fill(4095);
    using frame = new VideoFrame(data, { format: 'I420AP12', codedWidth: 4, codedHeight: 2, timestamp: 0 });
    const native = toNativeVideoFrame(frame);
    expect([native.format, native.codedWidth]).toEqual(['RGBA', 4]);
    native.close();
  });

  it('keeps the part and the turn of a native one that was changed', async () => {
    for (const base of [
      { rotation: 90, flip: true },
      { rotation: 180, flip: false },
      { rotation: 0, flip: true },
    ])
      for (const flip of [false, true])
        for (const rotation of [0, 90, 270]) {
          const whole = videoFrameFromNative(nativeFrame(base));
          const frame = new VideoFrame(whole, { rotation, flip, visibleRect: { x: 2, y: 0, width: 2, height: 2 } });
          const native: VideoFrame = make(Object, toNativeVideoFrame(frame));
          expect([native.rotation, native.flip]).toEqual([frame.rotation, frame.flip]);
          expect([native.displayWidth, native.displayHeight]).toEqual([frame.displayWidth, frame.displayHeight]);
          expect(await pixels(native)).toEqual([3, 4, 7, 8, 10, 12]);
          for (const open of [whole, frame, native]) open.close();
        }
  });
});

function nativeFrame(
  init: object = {},
  data = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
): globalThis.VideoFrame {
  const all = { format: 'I420', codedWidth: 4, codedHeight: 2, timestamp: 1, ...init };
  return make(globalThis.VideoFrame, data, all);
}

async function pixels(frame: VideoFrame): Promise<number[]> {
  const room = new Uint8Array(frame.allocationSize());
  await frame.copyTo(room);
  return [...room];
}

/** What arrives of a message. */
async function through<T>({ packed, transfer }: { packed: T; transfer: Transferable[] }): Promise<T> {
  const { port1, port2 } = new MessageChannel();
  const arrived = new Promise<MessageEvent<T>>((resolve) => {
    port2.onmessage = resolve;
  });
  port1.postMessage(packed, transfer);
  const { data } = await arrived;
  port1.close();
  return data;
}
