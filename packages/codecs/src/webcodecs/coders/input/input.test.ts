import { describe, expect, it } from 'vitest';
import { AudioData, EncodedVideoChunk, VideoFrame } from '../../data/index.ts';
import { AudioEncoder } from '../audio-encoder.ts';
import { VideoDecoder } from '../video-decoder.ts';
import { VideoEncoder } from '../video-encoder.ts';
import { KeyChunkGate } from './key-chunk-gate.ts';
import { isNoKeyFrame } from './key-frame-check.ts';
import { optionsMember, quantizerOf } from './quantizer.ts';

const VP8_DELTA = Uint8Array.of(0x11, 0, 0, 0);
const VP8_KEY = Uint8Array.of(0x10, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 16, 0);
const dataError = expect.objectContaining({ name: 'DataError' });

describe('the gate for key chunks', () => {
  it('lets delta chunks pass behind a key chunk only, and is shut again on demand', () => {
    const gate = new KeyChunkGate();
    expect(() => gate.admit(false, () => false)).toThrow(dataError);
    expect(() => gate.admit(true, () => true)).toThrow(dataError);
    gate.admit(true, () => false);
    gate.admit(false, () => true);
    gate.shut();
    expect(() => gate.admit(false, () => false)).toThrow(dataError);
  });

  it('looks into VP8 and VP9, and leaves what it cannot read to the decoder', () => {
    expect(isNoKeyFrame('vp8', VP8_DELTA)).toBe(true);
    expect(isNoKeyFrame('vp8', VP8_KEY)).toBe(false);
    expect(isNoKeyFrame('vp8', new Uint8Array(0))).toBe(false);
    expect(isNoKeyFrame('vp09.00.10.08', Uint8Array.of(0x86, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toBe(true);
    expect(isNoKeyFrame('avc1.42001E', VP8_DELTA)).toBe(false);
  });

  it('makes decode() throw for a key chunk that is none', () => {
    const decoder = new VideoDecoder({ output: () => undefined, error: () => undefined });
    decoder.configure({ codec: 'vp8' });
    const lie = new EncodedVideoChunk({ type: 'key', timestamp: 0, data: VP8_DELTA });
    expect(() => decoder.decode(lie)).toThrow(dataError);
    decoder.close();
  });
});

describe('the quantizer of a frame', () => {
  it('is taken from the options of the codec that is configured', () => {
    const options = { vp8: { quantizer: 1 }, vp9: { quantizer: 2 }, av1: { quantizer: null }, hevc: { quantizer: 4 } };
    expect(quantizerOf('vp8', options)).toBe(1);
    expect(quantizerOf('vp09.00.10.08', options)).toBe(2);
    expect(quantizerOf('av01.0.04M.08', options)).toBeUndefined();
    expect(quantizerOf('hvc1.1.6.L93.00', options)).toBe(4);
    expect(quantizerOf('avc1.42001E', options)).toBeUndefined();
    expect(optionsMember('opus')).toBeUndefined();
  });
});

describe('what a page’s own subclasses say of themselves', () => {
  const silent = { output: () => undefined, error: () => undefined };

  it('does not make an encoder close a frame that is the page’s', () => {
    class Stubborn extends VideoFrame {
      override clone(): VideoFrame {
        return this;
      }
    }
    const init = { format: 'RGBA', codedWidth: 2, codedHeight: 2, timestamp: 0 } as const;
    const frame = new Stubborn(new Uint8Array(16), init);
    const encoder = new VideoEncoder(silent);
    encoder.configure({ codec: 'vp8', width: 2, height: 2 });
    encoder.encode(frame);
    encoder.close();
    expect(frame.format).toBe('RGBA');
    frame.close();
  });

  it('does not make an encoder close audio that is the page’s', () => {
    class Stubborn extends AudioData {
      override clone(): AudioData {
        return this;
      }
    }
    const [numberOfFrames, numberOfChannels] = [4, 1];
    const init = { format: 'f32', sampleRate: 48_000, numberOfFrames, numberOfChannels, timestamp: 0 } as const;
    const audio = new Stubborn({ ...init, data: new Float32Array(4) });
    const encoder = new AudioEncoder(silent);
    encoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 });
    encoder.encode(audio);
    encoder.close();
    expect(audio.format).toBe('f32');
    audio.close();
  });
});
