import { expect, it } from 'vitest';
import { type AnyClass, detachedBuffer, expectException, make, sourcesOf } from '../resource/platform-contract.ts';
import type { EncodedAudioChunk } from './encoded-audio-chunk.ts';
import type { EncodedVideoChunk } from './encoded-video-chunk.ts';

type Chunk = EncodedAudioChunk | EncodedVideoChunk;

/** What EncodedAudioChunk and EncodedVideoChunk do on any platform. */
export function describeEncodedChunk(type: AnyClass, name: string): void {
  const open = (init: unknown): Chunk => make(type, init);
  const init = { type: 'key', timestamp: 1, data: new Uint8Array([1, 2, 3]) };

  it('has what it was made of', () => {
    const chunk = open({ ...init, type: 'delta', timestamp: -5.9, duration: 7.9 });
    expect([chunk.type, chunk.timestamp, chunk.duration, chunk.byteLength]).toEqual(['delta', -5, 7, 3]);
    expect(open(init).duration).toBeNull();
    expect(Object.prototype.toString.call(chunk)).toBe(`[object ${name}]`);
    expect(type.name).toBe(name);
  });

  it('copies its bytes from and to buffers and views of any kind', () => {
    for (const data of sourcesOf([1, 2, 3])) {
      const chunk = open({ ...init, data });
      for (const destination of sourcesOf([0, 0, 0])) {
        chunk.copyTo(destination);
        const view = ArrayBuffer.isView(destination) ? destination : new Uint8Array(destination);
        expect([...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)]).toEqual([1, 2, 3]);
      }
    }
  });

  it('keeps its bytes when those it was made of change', () => {
    const data = new Uint8Array([1]);
    const chunk = open({ ...init, data });
    data[0] = 9;
    const copy = new Uint8Array(2);
    chunk.copyTo(copy);
    expect([...copy]).toEqual([1, 0]);
  });

  it('may be empty', () => {
    expect(open({ ...init, data: new Uint8Array(0) }).byteLength).toBe(0);
  });

  it('refuses members that are missing or wrong', () => {
    for (const member of ['type', 'timestamp', 'data'])
      expectException(() => open({ ...init, [member]: undefined }), 'TypeError');
    for (const wrong of [
      { type: 'KEY' },
      { timestamp: Number.NaN },
      { timestamp: 2 ** 53 },
      { timestamp: 1n },
      { duration: -1 },
      { duration: Infinity },
      { data: [1, 2] },
      { data: null },
      { transfer: 1 },
      { transfer: [new Uint8Array(1)] },
    ])
      expectException(() => open({ ...init, ...wrong }), 'TypeError');
    for (const wrong of [undefined, null, 1, 'x']) expectException(() => open(wrong), 'TypeError');
  });

  it('refuses a destination that is too small or detached', () => {
    const chunk = open(init);
    for (const destination of [new Uint8Array(2), new ArrayBuffer(0), detachedBuffer(9)])
      expectException(() => chunk.copyTo(destination), 'TypeError');
  });

  it('takes transferred bytes over and detaches every buffer in the list', () => {
    const data = new Uint8Array([8, 1, 2]).subarray(1);
    const other = new ArrayBuffer(4);
    const chunk = open({ ...init, data, transfer: [data.buffer, other] });
    expect([data.byteLength, other.byteLength, chunk.byteLength]).toEqual([0, 0, 2]);
    const copy = new Uint8Array(2);
    chunk.copyTo(copy);
    expect([...copy]).toEqual([1, 2]);
  });

  it('refuses to transfer a buffer twice, or one that is detached, and leaves the others', () => {
    const data = new Uint8Array(3);
    expectException(() => open({ ...init, data, transfer: [data.buffer, data.buffer] }), 'DataCloneError');
    expectException(() => open({ ...init, data, transfer: [data.buffer, detachedBuffer(1)] }), 'DataCloneError');
    expect(data.byteLength).toBe(3);
  });
}
