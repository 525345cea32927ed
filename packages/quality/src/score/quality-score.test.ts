import { describe, expect, it } from 'vitest';
import { isAcceptable, mayIncreaseBitrate, qualityScore, shouldReduceBitrate } from './quality-score.ts';

const score = (latencyMs: number, packetLossRate: number, jitterMs: number) =>
  qualityScore({ latencyMs, packetLossRate, jitterMs });

describe('qualityScore', () => {
  it.each([
    [0, 0, 0, 100],
    [100, 0, 30, 100],
    [109, 0, 0, 100],
    [110, 0, 0, 99],
    [399, 0, 0, 71],
    [400, 0, 0, 70],
    [9_000, 0, 0, 70],
    [0, 0.0009, 0, 100],
    [0, 0.001, 0, 99],
    [0, 0.0199, 0, 81],
    [0, 0.04, 0, 60],
    [0, 1, 0, 60],
    [0, 0, 34.9, 100],
    [0, 0, 35, 99],
    [0, 0, 130, 80],
    [0, 0, 900, 80],
    [150, 0.01, 50, 81],
    [9_000, 1, 900, 10],
  ])('gives %d ms, %d loss and %d ms of jitter %d points', (latencyMs, loss, jitterMs, points) => {
    expect(score(latencyMs, loss, jitterMs)).toBe(points);
  });

  it('counts what is not known as good', () => {
    expect(qualityScore({ latencyMs: undefined, packetLossRate: undefined, jitterMs: undefined })).toBe(100);
  });
});

describe('rules', () => {
  it('accepts a score of 50 and not of 49', () => {
    expect(score(200, 0.04, 0)).toBe(50);
    expect(isAcceptable({ latencyMs: 200, packetLossRate: 0.04, jitterMs: 0 })).toBe(true);
    expect(isAcceptable({ latencyMs: 210, packetLossRate: 0.04, jitterMs: 0 })).toBe(false);
  });

  it.each([
    [300, 0.05, false],
    [301, 0, true],
    [0, 0.051, true],
  ])('reduces at %d ms and %d loss: %s', (latencyMs, packetLossRate, reduce) => {
    expect(shouldReduceBitrate({ latencyMs, packetLossRate, jitterMs: 0 })).toBe(reduce);
  });

  it.each([
    [99, 0.009, true],
    [100, 0, false],
    [0, 0.01, false],
  ])('may increase at %d ms and %d loss: %s', (latencyMs, packetLossRate, increase) => {
    expect(mayIncreaseBitrate({ latencyMs, packetLossRate, jitterMs: 0 })).toBe(increase);
  });
});
