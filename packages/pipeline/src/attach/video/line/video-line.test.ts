import { ManualClock } from '@remotemedia/base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeGraph, Pictures } from './line-fakes-contract.ts';
import { type StallChange, VideoLine } from './video-line.ts';

let pictures: Pictures;
let clock: ManualClock;
let shown: number[];
let stalls: StallChange[];
let hasRoom: boolean;
let line: VideoLine;

beforeEach(() => {
  pictures = new Pictures();
  clock = new ManualClock();
  shown = [];
  stalls = [];
  hasRoom = true;
  line = new VideoLine({
    clock,
    stallMs: 500,
    onStall: (change) => stalls.push(change),
    write: (frame) => {
      if (hasRoom) shown.push(frame.timestamp);
      frame.close();
      return hasRoom;
    },
  });
});

afterEach(() => {
  line.close();
  expect(pictures.closedTwice).toBe(0);
});

/** Pictures from `from` to `to`, 33 ms apart. */
async function come(from: number, to: number, each: () => void = () => {}): Promise<void> {
  for (let number = from; number < to; number += 1) {
    line.input(pictures.make(number));
    each();
    await clock.advance(33);
  }
}

async function withGraph(): Promise<FakeGraph> {
  const graph = new FakeGraph();
  await line.setGraph(graph.port);
  return graph;
}

describe('VideoLine', () => {
  it('shows what the graph gives, and lets go of everything', async () => {
    const graph = await withGraph();
    await come(0, 100, () => graph.answer());
    expect(shown).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(line.stats()).toMatchObject({ inputs: 100, outputs: 100, passed: 0, dropped: 0, isStalled: false });
    expect(line.stats().inputFps).toBeGreaterThanOrEqual(29);
    line.close();
    expect(pictures.open).toBe(0);
  });

  it('shows nothing before there is a graph', async () => {
    await come(0, 50);
    expect(shown).toEqual([]);
    line.close();
    expect(pictures.open).toBe(0);
  });

  it('keeps the newest picture for a graph that is busy, and drops the others', async () => {
    const graph = await withGraph();
    await come(0, 5);
    expect(graph.taken.map(({ timestamp }) => timestamp)).toEqual([0]);
    graph.answer();
    expect(graph.taken.map(({ timestamp }) => timestamp)).toEqual([4]);
    expect(line.stats().dropped).toBe(3);
    graph.answer();
    expect(pictures.open).toBe(1);
  });

  it('shows the source when a picture takes too long, and the graph when it is back', async () => {
    const graph = await withGraph();
    await come(0, 3, () => graph.answer());
    await come(3, 30);
    expect(stalls).toEqual([{ isStalled: true, reason: 'busy' }]);
    expect(shown.at(-1)).toBe(29);
    expect(shown.filter((number) => number > 3).length).toBeGreaterThan(8);
    // What it held all the time is of the past.
    graph.answer();
    expect(shown.at(-1)).toBe(29);
    expect(line.stats().late).toBe(1);
    expect(stalls).toHaveLength(1);
    graph.answer();
    await come(30, 33, () => graph.answer());
    expect(stalls).toEqual([{ isStalled: true, reason: 'busy' }, { isStalled: false }]);
    expect(shown.slice(-3)).toEqual([30, 31, 32]);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    line.close();
    expect(pictures.open).toBe(0);
  });

  it('shows the newest picture also when no other one comes', async () => {
    const graph = await withGraph();
    await come(0, 3, () => graph.answer());
    line.input(pictures.make(3));
    await clock.advance(700);
    expect(shown.at(-1)).toBe(3);
    expect(stalls).toEqual([{ isStalled: true, reason: 'busy' }]);
  });

  it('shows the source when nodes throw', async () => {
    const graph = await withGraph();
    await come(0, 3, () => graph.answer());
    await come(3, 25, () => {
      graph.taken.shift()?.close();
      graph.say({ type: 'fault' });
      graph.say({ type: 'room' });
    });
    expect(stalls).toEqual([{ isStalled: true, reason: 'failing' }]);
    expect(shown.at(-1)).toBe(24);
  });

  it('leaves a graph alone that gives one picture in a second', async () => {
    const graph = await withGraph();
    await come(0, 300, () => {
      if ((graph.taken[0]?.timestamp ?? 1) % 30 === 0) graph.answer();
      else {
        graph.taken.shift()?.close();
        graph.say({ type: 'room' });
      }
    });
    expect(stalls).toEqual([]);
    expect(shown).toHaveLength(10);
  });

  it('shows the source when a graph gives nothing for longer', async () => {
    const graph = await withGraph();
    await come(0, 3, () => graph.answer());
    await come(3, 60, () => {
      graph.taken.shift()?.close();
      graph.say({ type: 'room' });
    });
    expect(stalls).toEqual([{ isStalled: true, reason: 'silent' }]);
  });

  it('gives a graph time for its first picture', async () => {
    const graph = await withGraph();
    await come(0, 50);
    expect(stalls).toEqual([]);
    expect(shown).toEqual([]);
    await come(50, 80);
    expect(stalls).toEqual([{ isStalled: true, reason: 'busy' }]);
    graph.taken.shift()?.close();
  });

  it('changes graphs at the first picture of the new one', async () => {
    const before = await withGraph();
    await come(0, 5, () => before.answer());
    const after = new FakeGraph();
    let isThere = false;
    const swap = line.setGraph(after.port).then(() => {
      isThere = true;
    });
    await come(5, 10, () => before.answer());
    await Promise.resolve();
    expect(isThere).toBe(false);
    expect(shown.at(-1)).toBe(9);
    after.answer();
    await come(10, 11);
    after.answer();
    await swap;
    expect(before.isOver).toBe(true);
    before.answer();
    before.say({ type: 'over' });
    expect(before.isPortClosed).toBe(true);
    await come(11, 15, () => after.answer());
    // The newest picture of the one before is shown once more, as the new one makes it.
    expect(shown).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 10, 11, 12, 13]);
    expect(stalls).toEqual([]);
    line.close();
    for (const frame of after.taken) frame.close();
    expect(pictures.open).toBe(0);
  });

  it('feeds the newest picture to a new graph, so that a picture that stands still changes as well', async () => {
    const before = await withGraph();
    await come(0, 2, () => before.answer());
    const after = new FakeGraph();
    const swap = line.setGraph(after.port);
    expect(after.taken.map(({ timestamp }) => timestamp)).toEqual([1]);
    after.answer();
    await swap;
    expect(shown).toEqual([0, 1, 1]);
  });

  it('changes graphs without a picture when the new one gives none', async () => {
    const before = await withGraph();
    await come(0, 2, () => before.answer());
    const after = new FakeGraph();
    const swap = line.setGraph(after.port);
    await come(2, 100, () => {
      if (before.taken.length > 0) before.answer();
    });
    await swap;
    expect(stalls).toEqual([{ isStalled: true, reason: 'busy' }]);
    expect(shown.at(-1)).toBe(99);
    for (const frame of after.taken) frame.close();
    line.close();
    expect(pictures.open).toBe(0);
  });

  it('shows the source when the thread of the graph is gone, until there is another one', async () => {
    const graph = await withGraph();
    await come(0, 3, () => graph.answer());
    line.loseGraph();
    await come(3, 6);
    expect(stalls).toEqual([{ isStalled: true, reason: 'died' }]);
    expect(shown).toEqual([0, 1, 2, 3, 4, 5]);
    const again = new FakeGraph();
    const swap = line.setGraph(again.port);
    await come(6, 8);
    again.answer();
    again.answer();
    await swap;
    expect(stalls.at(-1)).toEqual({ isStalled: false });
    line.close();
    expect(pictures.open).toBe(0);
  });

  it('counts what the sink had no room for', async () => {
    const graph = await withGraph();
    hasRoom = false;
    await come(0, 4, () => graph.answer());
    expect(line.stats()).toMatchObject({ outputs: 0, refused: 4 });
    line.close();
    expect(pictures.open).toBe(0);
  });

  it('closes what comes after its end', async () => {
    const graph = await withGraph();
    line.input(pictures.make(0));
    line.close();
    line.close();
    line.input(pictures.make(1));
    graph.answer();
    expect(shown).toEqual([]);
    expect(pictures.open).toBe(0);
    expect(clock.pending).toBe(0);
  });
});
