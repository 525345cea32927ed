import { readFileSync } from 'node:fs';
import { segmentationAssets } from '@remotemedia/models/segmentation';
import { describe, expect, it } from 'vitest';
import { withMetadata } from './model-metadata.ts';

const model = new Uint8Array(readFileSync(segmentationAssets.segmentationModel));

describe('withMetadata', () => {
  it('puts metadata before a model that has none, and keeps every byte of the model', () => {
    const whole = withMetadata(model);
    expect(new TextDecoder().decode(whole.subarray(4, 8))).toBe('TFL3');
    expect(whole.subarray(-model.length)).toEqual(model);
    expect(new TextDecoder('latin1').decode(whole)).toContain('TFLITE_METADATA');
  });

  it('leaves a model with metadata as it is', () => {
    const whole = withMetadata(model);
    expect(withMetadata(whole)).toBe(whole);
  });

  it('refuses bytes that are no model', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(1000), new TextEncoder().encode('<!doctype html>')])
      expect(() => withMetadata(bytes)).toThrow('segmentationModel is no TensorFlow Lite model');
  });

  it('refuses, or takes, a damaged model without going outside of it', () => {
    for (let length = 0; length < 4096; length += 7) {
      const damaged = model.slice(0, length + 64);
      damaged.fill(0xff, length);
      try {
        withMetadata(damaged);
      } catch (error) {
        expect(error).toMatchObject({ code: 'failed-precondition' });
      }
    }
  });
});
