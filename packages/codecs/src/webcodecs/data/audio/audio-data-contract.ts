import { expect, it } from 'vitest';
import { type AnyClass, detachedBuffer, expectException, make, sourcesOf } from '../resource/platform-contract.ts';
import type { AudioData } from './audio-data.ts';
import type { AudioDataCopyToOptions } from './audio-init.ts';

const STEREO = { format: 's16', sampleRate: 48_000, numberOfFrames: 3, numberOfChannels: 2, timestamp: 0 };
const SAMPLES = Int16Array.of(1, -1, 2, -2, 3, -3);

/** What AudioData does on any platform. */
export function describeAudioData(type: AnyClass): void {
  const open = (init: object = {}): AudioData => make(type, { ...STEREO, data: SAMPLES, ...init });
  const copy = (data: AudioData, options: AudioDataCopyToOptions): number[] => {
    const copied = new Int16Array(data.allocationSize(options) / 2);
    data.copyTo(copied, options);
    return [...copied];
  };

  it('has what it was made of', () => {
    const data = open({ sampleRate: 8000, timestamp: -1.9 });
    expect([data.format, data.sampleRate, data.numberOfFrames, data.numberOfChannels]).toEqual(['s16', 8000, 3, 2]);
    expect([data.timestamp, data.duration]).toEqual([-1, 375]);
    expect(Object.prototype.toString.call(data)).toBe('[object AudioData]');
    expect(type.name).toBe('AudioData');
  });

  it('cuts its duration to whole microseconds', () => {
    expect([44_100, 48_000, 96_000].map((sampleRate) => open({ sampleRate }).duration)).toEqual([68, 62, 31]);
  });

  it('keeps only its times after close', () => {
    const data = open({ timestamp: 44 });
    data.close();
    data.close();
    expect([data.format, data.sampleRate, data.numberOfFrames, data.numberOfChannels]).toEqual([null, 0, 0, 0]);
    expect([data.timestamp, data.duration]).toEqual([44, 0]);
    expectException(() => data.clone(), 'InvalidStateError');
    expectException(() => data.allocationSize({ planeIndex: 0 }), 'InvalidStateError');
    expectException(() => data.copyTo(new Int16Array(6), { planeIndex: 0 }), 'InvalidStateError');
    expectException(() => data.copyTo(new Int16Array(6), make(Object)), 'TypeError');
  });

  it('shares samples with its clones, which outlive it', () => {
    const data = open();
    const clone = data.clone();
    data.close();
    expect(copy(clone, { planeIndex: 0 })).toEqual([1, -1, 2, -2, 3, -3]);
    clone.close();
  });

  it('copies planes out of interleaved samples and the other way round', () => {
    const interleaved = open();
    expect(copy(interleaved, { planeIndex: 1, format: 's16-planar' })).toEqual([-1, -2, -3]);
    expect(copy(interleaved, { planeIndex: 0, frameOffset: 1, frameCount: 1 })).toEqual([2, -2]);
    const planar = open({ format: 's16-planar' });
    expect(copy(planar, { planeIndex: 1 })).toEqual([-2, 3, -3]);
    expect(copy(planar, { planeIndex: 0, format: 's16', frameOffset: 1 })).toEqual([-1, 3, 2, -3]);
    expect(copy(planar, { planeIndex: 0, frameCount: 0 })).toEqual([]);
  });

  it('copies to places that do not begin at a multiple of a sample', () => {
    const room = new Uint8Array(14);
    open().copyTo(room.subarray(1, 13), { planeIndex: 0 });
    expect([...room.subarray(1, 5)]).toEqual([1, 0, 255, 255]);
    const floats = new Uint8Array(13);
    open().copyTo(floats.subarray(1), { planeIndex: 0, format: 'f32-planar' });
    expect(new DataView(floats.buffer).getFloat32(1, true)).toBeCloseTo(1 / 32_767);
  });

  it('is made of buffers and views of any kind', () => {
    for (const data of sourcesOf([1, 0, 2, 0])) {
      const made = open({ data, numberOfFrames: 1 });
      expect(copy(made, { planeIndex: 0 })).toEqual([1, 2]);
    }
  });

  it('refuses what cannot be', () => {
    const fits = { ...STEREO, data: SAMPLES };
    for (const member of Object.keys(fits)) expectException(() => open({ [member]: undefined }), 'TypeError');
    for (const wrong of [
      { format: 's24' },
      { sampleRate: Number.NaN },
      { sampleRate: 1e39 },
      { numberOfFrames: 0 },
      { numberOfFrames: -1 },
      { numberOfFrames: 4 },
      { numberOfFrames: 2 ** 32 },
      { numberOfFrames: 2 ** 32 - 1, numberOfChannels: 30 },
      { numberOfChannels: 0 },
      { timestamp: 2 ** 53 },
      { data: [1, 2] },
      { data: detachedBuffer(12) },
      { transfer: null },
    ])
      expectException(() => open(wrong), 'TypeError');
  });

  it('refuses planes and sample-frames that are not there', () => {
    const data = open();
    for (const wrong of [
      { planeIndex: 1 },
      { planeIndex: 2, format: 's16-planar' },
      { planeIndex: 0, frameOffset: 3 },
      { planeIndex: 0, frameCount: 4 },
      { planeIndex: 0, frameOffset: 1, frameCount: 3 },
    ] as const)
      expectException(() => data.allocationSize(wrong), 'RangeError');
    expectException(() => data.copyTo(new Uint8Array(11), { planeIndex: 0 }), 'RangeError');
    expectException(() => data.copyTo(detachedBuffer(12), { planeIndex: 0 }), 'RangeError');
    expectException(() => data.allocationSize(make(Object)), 'TypeError');
  });

  it('takes transferred samples over and detaches every buffer in the list', () => {
    const samples = SAMPLES.slice();
    const other = new ArrayBuffer(4);
    const data = open({ data: samples, transfer: [samples.buffer, other] });
    expect([samples.length, other.byteLength]).toEqual([0, 0]);
    expect(copy(data, { planeIndex: 0, frameCount: 1 })).toEqual([1, -1]);
  });

  it('looks at the data before the transfer list', () => {
    const samples = SAMPLES.slice();
    const transfer = [samples.buffer, samples.buffer];
    expectException(() => open({ data: samples, transfer }), 'DataCloneError');
    expectException(() => open({ data: samples, transfer: [samples.buffer, detachedBuffer(1)] }), 'DataCloneError');
    expectException(() => open({ data: samples, numberOfFrames: 9, transfer }), 'TypeError');
    expect(samples.length).toBe(6);
  });
}
