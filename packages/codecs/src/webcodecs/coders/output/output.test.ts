import { describe, expect, it } from 'vitest';
import type { EncodedOutput, VideoDecoderFacts } from '../../../engine/ports.ts';
import { readVideoEncoderConfig } from '../config/video-encoder-config.ts';
import { chunkTimes } from './chunk-times.ts';
import { EncodedVideoOutput } from './encoded-video-output.ts';
import { equalDictionaries } from './equal-dictionaries.ts';

const FACTS: VideoDecoderFacts = { codedWidth: 64, codedHeight: 48, colorSpace: { fullRange: false } };
const config = (more: object = {}) => readVideoEncoderConfig({ codec: 'vp8', width: 64, height: 48, ...more });

function encoded(more: Partial<EncodedOutput<VideoDecoderFacts>> = {}): EncodedOutput<VideoDecoderFacts> {
  return { type: 'key', timestamp: 5, duration: 7, data: Uint8Array.of(1, 2), ...more };
}

describe('what comes with an encoded video chunk', () => {
  it('is a decoderConfig with the first chunk after a configuration, even if the engine is silent then', () => {
    const output = new EncodedVideoOutput();
    const first = config({ displayWidth: 128, displayHeight: 96 });
    output.asked(first);
    output.configured(first);
    const [chunk, metadata] = output.deliver(encoded({ decoderConfig: FACTS }));
    expect([chunk.type, chunk.timestamp, chunk.duration, chunk.byteLength]).toEqual(['key', 5, 7, 2]);
    expect(metadata.decoderConfig).toEqual({
      ...FACTS,
      codec: 'vp8',
      displayAspectWidth: 128,
      displayAspectHeight: 96,
      rotation: 0,
      flip: false,
    });
    expect(output.deliver(encoded())[1]).toEqual({});
    expect(output.deliver(encoded({ decoderConfig: FACTS }))[1]).toEqual({});
    output.configured(config());
    expect(output.deliver(encoded())[1].decoderConfig).toMatchObject({ codec: 'vp8', codedWidth: 64 });
  });

  it('is a decoderConfig again when the stream changed', () => {
    const output = new EncodedVideoOutput();
    output.configured(config());
    output.deliver(encoded({ decoderConfig: FACTS }));
    const wider = { ...FACTS, codedWidth: 80 };
    expect(output.deliver(encoded({ decoderConfig: wider }))[1].decoderConfig).toMatchObject({ codedWidth: 80 });
  });

  it('is the layer, where there are layers', () => {
    const output = new EncodedVideoOutput();
    output.configured(config({ scalabilityMode: 'L1T3' }));
    expect(output.deliver(encoded({ temporalLayerId: 2 }))[1].svc).toEqual({ temporalLayerId: 2 });
    output.configured(config({ scalabilityMode: 'L1T1' }));
    expect(output.deliver(encoded({ temporalLayerId: 0 }))[1]).not.toHaveProperty('svc');
  });

  it('is how the frames of the same configuration are turned, not those of the next one', () => {
    const output = new EncodedVideoOutput();
    const [first, second] = [config(), config()];
    output.asked(first);
    output.admit({ rotation: 90, flip: true });
    output.asked(second);
    output.admit({ rotation: 180, flip: false });
    output.configured(first);
    const turned = output.deliver(encoded({ decoderConfig: FACTS }))[1].decoderConfig;
    expect(turned).toMatchObject({ rotation: 90, flip: true });
    output.configured(second);
    expect(output.deliver(encoded())[1].decoderConfig).toMatchObject({ rotation: 180, flip: false });
    expect(() => output.admit({ rotation: 180, flip: true })).toThrow(expect.objectContaining({ name: 'DataError' }));
  });
});

it('has the last time that a page can name when the engine counts on behind it', () => {
  const last = Number.MAX_SAFE_INTEGER;
  expect(chunkTimes({ timestamp: 2 ** 53 + 20_000, duration: 2 ** 63 })).toEqual({ timestamp: last, duration: last });
  expect(chunkTimes({ timestamp: -(2 ** 60) })).toEqual({ timestamp: -last });
  const [chunk] = new EncodedVideoOutput().deliver(encoded({ timestamp: 2 ** 53 + 20_000 }));
  expect(chunk.timestamp).toBe(last);
});

it('compares dictionaries by members, nested ones and bytes included', () => {
  const one = { a: 1, b: { c: null }, d: Uint8Array.of(1, 2).buffer };
  expect(equalDictionaries(one, { d: Uint8Array.of(1, 2), b: { c: null }, a: 1 })).toBe(true);
  expect(equalDictionaries(one, { ...one, b: { c: 0 } })).toBe(false);
  expect(equalDictionaries(one, { ...one, d: Uint8Array.of(1, 3) })).toBe(false);
  expect(equalDictionaries(one, { a: 1, b: { c: null } })).toBe(false);
  expect(equalDictionaries(undefined, {})).toBe(false);
});
