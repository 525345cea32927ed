import { describe, expect, it } from 'vitest';
import { LADDER, LadderCount, ladderStep, weightOf } from './ladder.ts';

const step = (videos: number, cores = 8, uplinkKbps?: number) =>
  ladderStep(videos, { cores, uplinkKbps, peers: videos });

describe('ladderStep', () => {
  it.each([
    [0, 4_000],
    [1, 4_000],
    [2, 1_500],
    [3, 900],
    [4, 500],
    [5, 250],
    [6, 250],
    [7, 150],
    [9, 100],
    [30, 100],
  ])('gives each of %d videos %d kilobits', (videos, kbps) => {
    expect(step(videos).kbps).toBe(kbps);
  });

  it('sends less and less in all the more peers there are', () => {
    const totals = LADDER.slice(0, -1).map(({ peers, kbps }) => peers * kbps);
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
  });

  it('goes down sooner with two processors: the five others of a call of six get 320×180', () => {
    expect(step(1, 2)).toMatchObject({ width: 1_920 });
    expect(step(5, 2)).toMatchObject({ kbps: 150, width: 320, height: 180, fps: 15 });
  });

  it('shares the uplink after sound', () => {
    expect(step(3, 8, 1_000)).toMatchObject({ kbps: (900 - 150) / 3, limitedBy: 'uplink' });
    expect(step(3, 8, 10_000)).toMatchObject({ kbps: 900, limitedBy: 'ladder' });
    expect(step(3, 8, 50).kbps).toBe(60);
  });
});

describe('weightOf', () => {
  it('counts a small tile as a quarter', () => {
    expect([weightOf(undefined), weightOf({ width: 640, height: 360 }), weightOf({ width: 320, height: 180 })]).toEqual(
      [1, 1, 0.25],
    );
  });
});

describe('LadderCount', () => {
  it('rises at once and falls after three seconds', () => {
    const count = new LadderCount();
    expect([
      count.update(0, 2),
      count.update(100, 5),
      count.update(200, 3),
      count.update(3_100, 3),
      count.update(3_200, 3),
    ]).toEqual([2, 5, 5, 5, 3]);
  });

  it('does not fall for a peer that comes back soon', () => {
    const count = new LadderCount();
    expect([count.update(0, 5), count.update(1_000, 4), count.update(3_000, 5), count.update(4_500, 4)]).toEqual([
      5, 5, 5, 5,
    ]);
  });
});
