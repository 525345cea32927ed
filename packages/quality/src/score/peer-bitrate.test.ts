import { describe, expect, it } from 'vitest';
import { applyBitrateAction, bitrateAction, INITIAL_BITRATE, TIERS, tierOf } from './peer-bitrate.ts';

describe('bitrateAction', () => {
  it.each([
    [0.1, 0, 'maintain'],
    [0.101, 0, 'decrease'],
    [0, 500, 'maintain'],
    [0, 501, 'decrease'],
    [0.051, 0, 'maintain'],
    [0, 201, 'maintain'],
    [0.05, 200, 'maintain'],
    [0.01, 0, 'maintain'],
    [0, 100, 'maintain'],
    [0.0099, 99, 'increase'],
  ] as const)('at %d loss and %d ms is to %s', (loss, roundTripTimeMs, action) => {
    expect(bitrateAction(loss, roundTripTimeMs)).toBe(action);
  });
});

describe('applyBitrateAction', () => {
  it('begins at 1500 between 200 and 4000', () => {
    expect(INITIAL_BITRATE).toEqual({ currentKbps: 1_500, minKbps: 200, maxKbps: 4_000 });
  });

  it('takes a fifth away and never goes below the least', () => {
    expect(applyBitrateAction(INITIAL_BITRATE, 'decrease').currentKbps).toBe(1_200);
    expect(applyBitrateAction({ ...INITIAL_BITRATE, currentKbps: 210 }, 'decrease').currentKbps).toBe(200);
  });

  it('adds a fifth and never goes above the most', () => {
    expect(applyBitrateAction(INITIAL_BITRATE, 'increase').currentKbps).toBe(1_800);
    expect(applyBitrateAction({ ...INITIAL_BITRATE, currentKbps: 3_900 }, 'increase').currentKbps).toBe(4_000);
  });

  it('stays the same object when nothing is to be done', () => {
    expect(applyBitrateAction(INITIAL_BITRATE, 'maintain')).toBe(INITIAL_BITRATE);
  });
});

describe('tierOf', () => {
  it.each([
    [3_000, 'high'],
    [2_999, 'medium'],
    [1_000, 'medium'],
    [999, 'low'],
  ] as const)('calls %d %s', (bitrateKbps, tier) => {
    expect(tierOf(bitrateKbps)).toBe(tier);
  });

  it('has RemoteMedia’s sizes', () => {
    expect(Object.values(TIERS).map(({ bitrateKbps, width, height }) => [bitrateKbps, width, height])).toEqual([
      [4_000, 1_920, 1_080],
      [1_500, 1_280, 720],
      [500, 854, 480],
    ]);
  });
});
