import { expect, it } from 'vitest';
import {
  type AnyClass,
  detachedBuffer,
  expectException,
  expectRejection,
  make,
  sourcesOf,
} from '../resource/platform-contract.ts';
import {
  copy,
  describeCopying,
  describeTransfer,
  I420,
  type OpenFrame,
  PIXELS,
  planes,
} from './frame-copy-contract.ts';
import type { VideoFrame } from './video-frame.ts';

/** What VideoFrame does on any platform. */
export function describeVideoFrame(type: AnyClass): void {
  const open: OpenFrame = (init = {}, data = PIXELS) => make(type, data, { ...I420, ...init });
  const from = (frame: VideoFrame, init?: unknown): VideoFrame => make(type, frame, init);
  describeMaking(type, open);
  describeDeriving(open, from);
  describeOrientation(open, from);
  describeCopying(open, from);
  describeTransfer(open);
}

function describeMaking(type: AnyClass, open: OpenFrame): void {
  it('has what it was made of', () => {
    const frame = open({ timestamp: -2.5, duration: 3, displayWidth: 8, displayHeight: 5 });
    expect([frame.format, frame.codedWidth, frame.codedHeight]).toEqual(['I420', 4, 2]);
    expect([frame.displayWidth, frame.displayHeight, frame.timestamp, frame.duration]).toEqual([8, 5, -2, 3]);
    expect([frame.rotation, frame.flip, frame.metadata()]).toEqual([0, false, {}]);
    expect(rectOf(frame.codedRect)).toEqual([0, 0, 4, 2]);
    expect(frame.visibleRect?.toJSON()).toMatchObject({ x: 0, y: 0, width: 4, height: 2, right: 4, bottom: 2 });
    expect(frame.visibleRect).toBe(frame.visibleRect);
    expect(frame.colorSpace).toBe(frame.colorSpace);
    expect(Object.prototype.toString.call(frame)).toBe('[object VideoFrame]');
    expect(type.name).toBe('VideoFrame');
  });

  it('has colours by its format when none are given, and none when they are unknown', () => {
    const yuv = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false };
    const rgb = { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true };
    const rgbx = { format: 'RGBX', codedWidth: 1, codedHeight: 1 };
    expect(open().colorSpace.toJSON()).toEqual(yuv);
    expect(open(rgbx).colorSpace.toJSON()).toEqual(rgb);
    const given = { primaries: null, transfer: null, matrix: 'bt470bg', fullRange: null };
    expect(open({ colorSpace: { matrix: 'bt470bg' } }).colorSpace.toJSON()).toEqual(given);
  });

  it('keeps only its times after close', async () => {
    const frame = open({ duration: 3, rotation: 90, flip: true });
    frame.close();
    frame.close();
    expect([frame.format, frame.codedWidth, frame.codedHeight, frame.codedRect]).toEqual([null, 0, 0, null]);
    expect([frame.visibleRect, frame.displayWidth, frame.displayHeight]).toEqual([null, 0, 0]);
    expect([frame.rotation, frame.flip, frame.timestamp, frame.duration]).toEqual([0, false, 1, 3]);
    const unknown = { primaries: null, transfer: null, matrix: null, fullRange: null };
    expect(frame.colorSpace.toJSON()).toEqual(unknown);
    for (const use of [
      () => frame.clone(),
      () => frame.metadata(),
      () => frame.allocationSize(),
      () => make(type, frame),
    ])
      expectException(use, 'InvalidStateError');
    await expectRejection(frame.copyTo(new Uint8Array(12)), 'InvalidStateError');
  });

  it('knows the pixel formats', () => {
    const sizes = {
      I420: 24,
      I420P10: 48,
      I420P12: 48,
      I420A: 40,
      I420AP10: 80,
      I422: 32,
      I422P10: 64,
      I422P12: 64,
      I422A: 48,
      I422AP10: 96,
      I444: 48,
      I444P10: 96,
      I444P12: 96,
      I444A: 64,
      I444AP10: 128,
      NV12: 24,
      RGBA: 64,
      RGBX: 64,
      BGRA: 64,
      BGRX: 64,
    };
    const names = Object.keys(sizes);
    const opened = names.map((format) => open({ format, codedHeight: 4 }, new Uint8Array(128)).allocationSize());
    expect(opened).toEqual(Object.values(sizes));
  });

  it('is made of buffers and views of any kind', async () => {
    for (const data of sourcesOf([...PIXELS])) {
      const frame = open({}, data);
      for (const destination of sourcesOf(new Array(12).fill(0))) {
        await frame.copyTo(destination);
        const view = ArrayBuffer.isView(destination) ? destination : new Uint8Array(destination);
        expect([...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)]).toEqual([...PIXELS]);
      }
    }
  });

  it('keeps only what is seen of its bytes, up to whole chroma samples', async () => {
    const data = Uint8Array.from({ length: 8 * 6 * 1.5 }, (_, i) => i);
    const visibleRect = { x: 2, y: 2, width: 3, height: 3.9 };
    const frame = open({ codedWidth: 8, codedHeight: 6, visibleRect }, data);
    expect([frame.codedWidth, frame.codedHeight, frame.displayWidth, frame.displayHeight]).toEqual([4, 4, 3, 3]);
    expect(rectOf(frame.visibleRect)).toEqual([0, 0, 3, 3]);
    expect(await copy(frame)).toEqual([18, 19, 20, 26, 27, 28, 34, 35, 36, 53, 54, 57, 58, 65, 66, 69, 70]);
  });

  it('may have odd sizes', async () => {
    const data = Uint8Array.from({ length: 17 }, (_, i) => i);
    const frame = open({ codedWidth: 3, codedHeight: 3 }, data);
    expect([frame.codedWidth, frame.displayWidth, frame.allocationSize()]).toEqual([4, 3, 17]);
    expect(await copy(frame)).toEqual([...data]);
  });

  it('refuses what cannot be', () => {
    for (const wrong of [
      { format: undefined },
      { format: 'NV21' },
      { codedWidth: undefined },
      { codedWidth: 0 },
      { codedHeight: 0 },
      { codedHeight: -1 },
      { codedWidth: 2 ** 32 - 1, codedHeight: 2 ** 32 - 1 },
      { timestamp: undefined },
      { timestamp: 2 ** 53 },
      { duration: -1 },
      { displayWidth: 4 },
      { displayWidth: 0, displayHeight: 4 },
      { displayWidth: 2 ** 32, displayHeight: 4 },
      { rotation: Number.NaN },
      { colorSpace: { matrix: 'yuv' } },
      { colorSpace: 1 },
      { visibleRect: {} },
      { visibleRect: { x: 1, y: 0, width: 2, height: 2 } },
      { visibleRect: { x: 0, y: 0, width: 5, height: 2 } },
      { visibleRect: { x: -2, y: 0, width: 2, height: 2 } },
      { visibleRect: { x: 0, y: 0, width: Infinity, height: 2 } },
      { layout: [] },
      { layout: [{ offset: 0, stride: 4 }] },
      { layout: planes([0, 3], [8, 2], [10, 2]) },
      { layout: planes([0, 4], [7, 2], [10, 2]) },
      { layout: planes([0, 4], [8, 2], [11, 2]) },
      { layout: [{ offset: 0 }] },
      { transfer: [1] },
    ])
      expectException(() => open(wrong), 'TypeError');
    expectException(() => open({}, PIXELS.subarray(1)), 'TypeError');
    expectException(() => open({}, detachedBuffer(12)), 'TypeError');
    for (const args of [[], [null], [{}], ['x'], [PIXELS], [PIXELS, null], [PIXELS, 1]])
      expectException(() => make(type, ...args), 'TypeError');
  });
}

function describeDeriving(open: OpenFrame, from: (frame: VideoFrame, init?: unknown) => VideoFrame): void {
  it('shares the pixels of another, which may close first', async () => {
    const frame = open({ duration: 5 });
    const same = from(frame);
    const later = from(frame, { timestamp: 9, duration: 8 });
    const clone = frame.clone();
    frame.close();
    expect([same.timestamp, same.duration, later.timestamp, later.duration]).toEqual([1, 5, 9, 8]);
    for (const other of [same, later, clone]) expect(await copy(other)).toEqual([...PIXELS]);
  });

  it('shows pixels as wide and high as they were when it is cropped', () => {
    const wide = open({ displayWidth: 8, displayHeight: 2 });
    const cropped = from(wide, { visibleRect: { x: 2, y: 0, width: 2, height: 2 } });
    expect([cropped.codedWidth, cropped.displayWidth, cropped.displayHeight]).toEqual([4, 4, 2]);
    expect(rectOf(cropped.visibleRect)).toEqual([2, 0, 2, 2]);
    expect(from(cropped, { displayWidth: 3, displayHeight: 7 }).displayHeight).toBe(7);
    expect(from(cropped, { visibleRect: { x: 0, y: 0, width: 4, height: 2 } }).displayWidth).toBe(8);
  });

  it('forgets transparency when asked to', () => {
    const formats = ['I420A', 'I422A', 'I444A', 'RGBA', 'BGRA', 'I420', 'NV12'];
    const opened = formats.map((format) => open({ format }, new Uint8Array(32)));
    const opaque = opened.map((frame) => from(frame, { alpha: 'discard' }).format);
    expect(opaque).toEqual(['I420', 'I422', 'I444', 'RGBX', 'BGRX', 'I420', 'NV12']);
    expect(opened.map((frame) => from(frame, { alpha: 'keep' }).format)).toEqual(formats);
  });

  it('refuses what does not fit the other', () => {
    const frame = open();
    for (const wrong of [
      1,
      { alpha: 'x' },
      { timestamp: Number.NaN },
      { displayHeight: 1 },
      { displayWidth: 1, displayHeight: 0 },
      { visibleRect: { x: 1, y: 0, width: 2, height: 2 } },
      { visibleRect: { x: 0, y: 2, width: 2, height: 2 } },
      { visibleRect: { x: 0, y: 0, width: 2, height: 0 } },
      { visibleRect: { x: Number.NaN, y: 0, width: 2, height: 2 } },
    ])
      expectException(() => from(frame, wrong), 'TypeError');
  });
}

function describeOrientation(open: OpenFrame, from: (frame: VideoFrame, init?: unknown) => VideoFrame): void {
  it('turns by quarters', () => {
    const turns = [0, 44, 45, 90, 134, 180, 270, 315, 360, 719, -1, -45, -46, -90, 3690];
    const turned = turns.map((rotation) => open({ rotation }).rotation);
    expect(turned).toEqual([0, 0, 90, 90, 90, 180, 270, 0, 0, 0, 0, 0, 270, 270, 90]);
  });

  it('shows width as height when it lies on its side', () => {
    const frame = open({ rotation: 90 });
    expect([frame.displayWidth, frame.displayHeight, frame.codedWidth]).toEqual([2, 4, 4]);
    const half = from(frame, { visibleRect: { x: 0, y: 0, width: 2, height: 2 } });
    expect([half.displayWidth, half.displayHeight]).toEqual([2, 2]);
    const upright = from(frame, { rotation: 270 });
    expect([upright.rotation, upright.displayWidth, upright.displayHeight]).toEqual([0, 4, 2]);
  });

  it('adds turns, backwards in a mirror', () => {
    const base = open({ rotation: 90, flip: true });
    const added = [0, 90, 180, 270].map((rotation) => from(base, { rotation, flip: true }));
    expect(added.map(({ rotation, flip }) => [rotation, flip])).toEqual([
      [90, false],
      [0, false],
      [270, false],
      [180, false],
    ]);
    expect(from(base).flip).toBe(true);
  });
}

function rectOf(rect: DOMRectReadOnly | null): number[] {
  return rect ? [rect.x, rect.y, rect.width, rect.height] : [];
}
