import { describe, expect, it } from 'vitest';
import { liveCodecs } from '../../../module/live-codecs.ts';
import { expectException, make } from '../resource/platform-contract.ts';
import { audioDataFromMemory, audioMemory, nativeAudioOf } from './audio-access.ts';
import { AudioData, isAudioData } from './audio-data.ts';
import { describeAudioData } from './audio-data-contract.ts';
import { packAudio, unpackAudio } from './pack-audio.ts';
import { toNativeAudioData } from './to-native.ts';

const MEMORY = { format: 'f32', sampleRate: 48_000, numberOfFrames: 2, numberOfChannels: 1, timestamp: 5 } as const;

function bytes(...samples: number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(samples).buffer);
}

describe('AudioData', () => {
  describeAudioData(AudioData);

  it('refuses a rate that is not above 0', () => {
    for (const sampleRate of [0, -1])
      expectException(() => make(AudioData, { ...MEMORY, sampleRate, data: new Uint8Array(8) }), 'TypeError');
  });

  it('converts its members in the order of WebIDL', () => {
    const order: string[] = [];
    const init = new Proxy(
      { ...MEMORY, data: new Uint8Array(8) },
      {
        get(target, name) {
          order.push(String(name));
          return Reflect.get(target, name);
        },
      },
    );
    make<AudioData>(AudioData, init).close();
    const members = ['data', 'format', 'numberOfChannels', 'numberOfFrames', 'sampleRate', 'timestamp', 'transfer'];
    expect(order).toEqual(members);
  });
});

describe('AudioData over memory', () => {
  it('gives the very bytes it was made of', () => {
    const samples = bytes(0.5, -0.5);
    const data = audioDataFromMemory({ ...MEMORY, bytes: samples });
    expect([isAudioData(data), data.timestamp, data.format]).toEqual([true, 5, 'f32']);
    expect(audioMemory(data)?.bytes).toBe(samples);
    expect(nativeAudioOf(data)).toBeUndefined();
    data.close();
    expectException(() => audioMemory(data), 'InvalidStateError');
  });

  it('refuses numbers that do not fit the bytes', () => {
    expect(() => audioDataFromMemory({ ...MEMORY, numberOfFrames: 3, bytes: bytes(1, 2) })).toThrow(TypeError);
    expect(() => audioDataFromMemory({ ...MEMORY, numberOfFrames: 0, bytes: bytes(1, 2) })).toThrow(TypeError);
  });

  it('says where there is no native form', () => {
    using data = audioDataFromMemory({ ...MEMORY, bytes: bytes(1, 2) });
    expectException(() => toNativeAudioData(data), 'NotSupportedError');
  });
});

describe('packing AudioData', () => {
  it('closes it and moves samples that nobody else has', () => {
    const samples = bytes(0.25, 1);
    const data = audioDataFromMemory({ ...MEMORY, bytes: samples });
    const { packed, transfer } = packAudio(data);
    expect(data.format).toBeNull();
    expect(transfer).toEqual([samples.buffer]);
    using there = unpackAudio(structuredClone(packed, { transfer }));
    expect(samples.byteLength).toBe(0);
    expect([there.timestamp, there.numberOfFrames]).toEqual([5, 2]);
    expect([...new Float32Array(audioMemory(there)?.bytes.buffer ?? new ArrayBuffer(0))]).toEqual([0.25, 1]);
  });

  it('copies samples that a clone has too, or that share their buffer', () => {
    const samples = bytes(0.25, 1);
    using data = audioDataFromMemory({ ...MEMORY, bytes: samples });
    const { packed, transfer } = packAudio(data.clone());
    structuredClone(packed, { transfer });
    expect(samples.byteLength).toBe(8);
    const room = new Uint8Array(64);
    const part = packAudio(audioDataFromMemory({ ...MEMORY, bytes: room.subarray(0, 8) }));
    expect(part.transfer[0]).not.toBe(room.buffer);
  });
});

describe('open AudioData', () => {
  it('are counted until they are closed or packed', () => {
    const before = liveCodecs().get('AudioData') ?? 0;
    const data = audioDataFromMemory({ ...MEMORY, bytes: bytes(1, 2) });
    const clone = data.clone();
    expect(liveCodecs().get('AudioData')).toBe(before + 2);
    data.close();
    packAudio(clone);
    expect(liveCodecs().get('AudioData') ?? 0).toBe(before);
  });
});
