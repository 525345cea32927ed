import { VideoFrame } from '@remotemedia/codecs';
import { describe, expect, it } from 'vitest';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { frameRate } from './frame-rate.ts';

/** The timestamps, in ms, that a node of `fps` lets through of those given. */
async function through(fps: number, timesMs: readonly number[], streamOf = (_index: number) => 'a'): Promise<number[]> {
  const node = await DrivenNode.create(frameRate, { fps });
  const kept: number[] = [];
  for (const [index, timeMs] of timesMs.entries()) {
    const timestamp = Math.round(timeMs * 1000);
    const frame = new VideoFrame(new Uint8Array(6), { format: 'I420', codedWidth: 2, codedHeight: 2, timestamp });
    await node.push({ kind: 'video', frame, streamId: streamOf(index) });
    frame.close();
    if (node.take().length > 0) kept.push(timeMs);
  }
  return kept;
}

function camera(fps: number, seconds: number, tremble = 0): number[] {
  return Array.from({ length: fps * seconds }, (_, index) => (index * 1000) / fps + tremble * Math.sin(index * 7));
}

describe('FrameRate', () => {
  it.each([
    [30, 15],
    [30, 10],
    [30, 20],
    [30, 24],
    [60, 25],
    [30, 1],
  ])('of %d pictures in a second lets %d through', async (input, fps) => {
    const kept = await through(fps, camera(input, 10));
    expect(Math.abs(kept.length - fps * 10)).toBeLessThanOrEqual(1);
  });

  it('lets all through when there are fewer than it may', async () => {
    expect(await through(30, camera(24, 4))).toHaveLength(96);
    expect(await through(30, camera(30, 4))).toHaveLength(120);
  });

  it('is not put out of step by a camera that trembles', async () => {
    const kept = await through(15, camera(30, 10, 6));
    expect(Math.abs(kept.length - 150)).toBeLessThanOrEqual(2);
    const gaps = kept.slice(1).map((time, index) => time - (kept[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(120);
  });

  it('goes on at once after a pause, and when time begins anew', async () => {
    expect(await through(10, [0, 50, 100, 5000, 5050, 5100])).toEqual([0, 100, 5000, 5100]);
    expect(await through(10, [5000, 5050, 0, 50, 100])).toEqual([5000, 0, 100]);
  });

  it('counts each stream by itself', async () => {
    const kept = await through(10, [0, 1, 50, 51, 100, 101], (index) => (index % 2 === 0 ? 'a' : 'b'));
    expect(kept).toEqual([0, 1, 100, 101]);
  });
});
