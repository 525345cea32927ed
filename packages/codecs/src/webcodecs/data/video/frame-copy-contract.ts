import { expect, it } from 'vitest';
import { detachedBuffer, expectException, expectRejection, make } from '../resource/platform-contract.ts';
import type { VideoFrameCopyToOptions } from './copy-options.ts';
import type { VideoFrame } from './video-frame.ts';

/** Makes a VideoFrame of bytes, of 4×2 pixels unless said otherwise. */
export type OpenFrame = (init?: object, data?: unknown) => VideoFrame;

/** 4×2: luma 1 to 8, chroma 9 to 12. */
export const I420 = { format: 'I420', codedWidth: 4, codedHeight: 2, timestamp: 1 };
/** The bytes of it. */
export const PIXELS = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

/** How pixels are copied. */
export function describeCopying(open: OpenFrame, from: (frame: VideoFrame, init?: unknown) => VideoFrame): void {
  it('copies what is seen, or another part', async () => {
    const frame = open();
    expect(await copy(frame, { rect: { x: 2, y: 0, width: 2, height: 1 } })).toEqual([3, 4, 10, 12]);
    const right = from(frame, { visibleRect: { x: 2, y: 0, width: 2, height: 2 } });
    expect(await copy(right)).toEqual([3, 4, 7, 8, 10, 12]);
    expect(await copy(right, { rect: { x: 0, y: 0, width: 2, height: 2 } })).toEqual([1, 2, 5, 6, 9, 11]);
  });

  it('puts planes where the layout says and tells where they are', async () => {
    const frame = open();
    const layout = planes([9, 5], [1, 3], [5, 3]);
    const room = new Uint8Array(20);
    expect(frame.allocationSize({ layout })).toBe(19);
    expect(await frame.copyTo(room, { layout })).toEqual(layout);
    expect([...room]).toEqual([0, 9, 10, 0, 0, 11, 12, 0, 0, 1, 2, 3, 4, 0, 5, 6, 7, 8, 0, 0]);
    expect(await frame.copyTo(room)).toEqual(planes([0, 4], [8, 2], [10, 2]));
  });

  it('copies NV12 and 10-bit values as they are', async () => {
    const data = Uint8Array.from({ length: 24 }, (_, i) => i);
    expect(await copy(open({ format: 'NV12' }, data))).toEqual([...data.subarray(0, 12)]);
    const deep = open({ format: 'I420P10' }, data);
    expect(await deep.copyTo(new Uint8Array(24))).toEqual(planes([0, 8], [16, 4], [20, 4]));
    expect(await copy(deep)).toEqual([...data]);
  });

  it('puts red, green and blue in order', async () => {
    const frame = open({ format: 'BGRA', codedWidth: 1, codedHeight: 1 }, Uint8Array.of(30, 20, 10, 255));
    expect(await copy(frame, { format: 'RGBA' })).toEqual([10, 20, 30, 255]);
    expect(await copy(frame, { format: 'BGRX' })).toEqual([30, 20, 10, 255]);
  });

  it('converts luma and chroma to RGB where the layout says', async () => {
    const grey = new Uint8Array(12).fill(126, 0, 8).fill(128, 8);
    const room = new Uint8Array(28);
    const options = { format: 'RGBA', rect: { x: 0, y: 0, width: 2, height: 2 }, layout: [{ offset: 4, stride: 12 }] };
    expect(await open({}, grey).copyTo(room, make(Object, options))).toEqual([{ offset: 4, stride: 12 }]);
    const pixels = [128, 128, 128, 255, 128, 128, 128, 255];
    expect([...room]).toEqual([0, 0, 0, 0, ...pixels, 0, 0, 0, 0, ...pixels, 0, 0, 0, 0]);
  });

  it('refuses what cannot be copied, in a promise', async () => {
    const frame = open();
    for (const wrong of [
      { rect: {} },
      { rect: { x: 0, y: 0, width: 6, height: 2 } },
      { rect: { x: 1, y: 0, width: 2, height: 2 } },
      { layout: planes([0, 4]) },
      { layout: planes([0, 1], [8, 2], [10, 2]) },
      { layout: planes([0, 4], [8, 2], [2 ** 32 - 1, 2]) },
      { format: 'YUV' },
      { colorSpace: 'adobe' },
    ]) {
      expectException(() => frame.allocationSize(make(Object, wrong)), 'TypeError');
      await expectRejection(frame.copyTo(new Uint8Array(64), make(Object, wrong)), 'TypeError');
    }
    await expectRejection(frame.copyTo(new Uint8Array(11)), 'TypeError');
    await expectRejection(frame.copyTo(detachedBuffer(12)), 'TypeError');
    await expectRejection(frame.copyTo(make(Object)), 'TypeError');
    expectException(() => frame.allocationSize(make(Object, { colorSpace: 'srgb-linear' })), 'NotSupportedError');
    for (const format of ['I420', 'NV12', 'I444'] as const) {
      expectException(() => frame.allocationSize({ format }), 'NotSupportedError');
      await expectRejection(frame.copyTo(new Uint8Array(64), { format }), 'NotSupportedError');
    }
  });
}

/** How pixels are taken over. */
export function describeTransfer(open: OpenFrame): void {
  it('takes transferred pixels over and detaches every buffer in the list', async () => {
    const data = Uint8Array.of(0, 0, ...PIXELS).subarray(2);
    const other = new ArrayBuffer(4);
    const visibleRect = { x: 2, y: 0, width: 2, height: 2 };
    const frame = open({ visibleRect, transfer: [other, data.buffer] }, data);
    expect([data.length, other.byteLength, frame.visibleRect?.width]).toEqual([0, 0, 2]);
    expect(await copy(frame)).toEqual([3, 4, 7, 8, 10, 12]);
  });

  it('refuses to transfer a buffer twice, or one that is detached, and leaves the others', () => {
    const data = PIXELS.slice();
    expectException(() => open({ transfer: [data.buffer, data.buffer] }, data), 'DataCloneError');
    expectException(() => open({ transfer: [data.buffer, detachedBuffer(1)] }, data), 'DataCloneError');
    expectException(() => open({ codedWidth: 9, transfer: [data.buffer, data.buffer] }, data), 'TypeError');
    expect(data.length).toBe(12);
  });
}

/** What `copyTo` gives. */
export async function copy(frame: VideoFrame, options?: VideoFrameCopyToOptions): Promise<number[]> {
  const room = new Uint8Array(frame.allocationSize(options));
  await frame.copyTo(room, options);
  return [...room];
}

/** Plane layouts. */
export function planes(...pairs: readonly [offset: number, stride: number][]): { offset: number; stride: number }[] {
  return pairs.map(([offset, stride]) => ({ offset, stride }));
}
