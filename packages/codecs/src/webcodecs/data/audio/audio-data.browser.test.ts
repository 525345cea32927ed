import { describe, expect, it } from 'vitest';
import { audioDataFromNative, audioMemory, nativeAudioOf } from './audio-access.ts';
import { AudioData } from './audio-data.ts';
import { describeAudioData } from './audio-data-contract.ts';
import { packAudio, unpackAudio } from './pack-audio.ts';
import { toNativeAudioData } from './to-native.ts';

const INIT = { format: 's16', sampleRate: 48_000, numberOfFrames: 2, numberOfChannels: 1, timestamp: 7 } as const;

describe('our AudioData', () => describeAudioData(AudioData));
describe("Chromium's AudioData", () => describeAudioData(globalThis.AudioData));

describe("AudioData over the browser's", () => {
  it('has the same samples and closes the native one with its last reference', () => {
    const native = new globalThis.AudioData({ ...INIT, data: Int16Array.of(1, 16_384) });
    const data = audioDataFromNative(native);
    const clone = data.clone();
    expect(audioMemory(data)).toBeUndefined();
    expect(nativeAudioOf(data)).toBe(native);
    expect([data.format, data.timestamp, data.duration]).toEqual(['s16', 7, native.duration]);
    data.close();
    const copy = new Float32Array(2);
    clone.copyTo(copy, { planeIndex: 0, format: 'f32-planar' });
    expect(copy[1]).toBeCloseTo(0.5, 3);
    clone.close();
    expect(native.format).toBeNull();
    expect(() => audioDataFromNative(native)).toThrow(TypeError);
  });

  it('goes to another thread and back into ours', async () => {
    const data = audioDataFromNative(new globalThis.AudioData({ ...INIT, data: Int16Array.of(1, 2) }));
    const { packed, transfer } = packAudio(data);
    const { port1, port2 } = new MessageChannel();
    const arrived = new Promise<MessageEvent>((resolve) => {
      port2.onmessage = resolve;
    });
    port1.postMessage(packed, transfer);
    using there = unpackAudio((await arrived).data);
    port1.close();
    const copy = new Int16Array(2);
    there.copyTo(copy, { planeIndex: 0 });
    expect([...copy]).toEqual([1, 2]);
  });

  it('is made of ours where a native one is asked for', () => {
    using ours = new AudioData({ ...INIT, data: Int16Array.of(3, 4) });
    const native = toNativeAudioData(ours);
    const again = toNativeAudioData(audioDataFromNative(native));
    const copy = new Int16Array(2);
    again.copyTo(copy, { planeIndex: 0 });
    expect([[...copy], again.timestamp, ours.format]).toEqual([[3, 4], 7, 's16']);
    native.close();
    again.close();
  });
});
