import type { GraphPlan } from '@remotemedia/sdk/pipeline';
import { expect, it } from 'vitest';
import { BOX_HEIGHT, BOX_WIDTH, layoutOf } from './layout.ts';

/** A plan of nodes that lead to the nodes with the given numbers. */
function plan(...receivers: number[][]): GraphPlan {
  const nodes = receivers.map((to, index) => ({
    id: `n${index}`,
    type: 'Gain',
    params: {},
    edges: to.map((receiver) => ({ to: receiver, toPort: 'in' })),
    isEntry: false,
    isExit: to.length === 0,
  }));
  return { name: '', nodes, isRealtime: true, assets: [] };
}

it('puts each node right of all that lead to it', () => {
  const { boxes } = layoutOf(plan([1, 2], [2], [3], []));
  const lefts = boxes.map(({ x }) => x);
  expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
  expect(new Set(lefts).size).toBe(4);
});

it('puts no box upon another, and all of them inside the drawing', () => {
  const { boxes, width, height } = layoutOf(plan([1, 2, 3], [4], [4], [4], [], [4]));
  for (const box of boxes) {
    expect(box.x + BOX_WIDTH).toBeLessThanOrEqual(width);
    expect(box.y + BOX_HEIGHT).toBeLessThanOrEqual(height);
    const near = boxes.filter(({ x, y }) => Math.abs(x - box.x) < BOX_WIDTH && Math.abs(y - box.y) < BOX_HEIGHT);
    expect(near).toEqual([box]);
  }
});

it('draws a line for each connection', () => {
  expect(layoutOf(plan([1, 2], [2], [])).links).toHaveLength(3);
});

it('draws an empty plan', () => {
  expect(layoutOf(plan()).boxes).toEqual([]);
});
