import { expect, it } from 'vitest';
import { AudioBlock } from '../data/audio-block.ts';
import { openHarness } from './harness-contract.ts';
import { nodeOf, pass, text } from './test-nodes-contract.ts';

it('counts only the time of a node itself, not that of its receivers', async () => {
  let timeMs = 0;
  const quick = nodeOf('Quick', (_params, { emit }) => ({
    process: (item) => {
      timeMs += 2;
      emit(item);
      timeMs += 1;
    },
  }));
  const slow = nodeOf('Slow', (_params, { emit }) => ({
    process: async (item) => {
      await Promise.resolve();
      timeMs += 40;
      emit(item);
    },
  }));
  const nodes = [
    { id: 'a', type: 'Quick', to: ['b'] },
    { id: 'b', type: 'Quick', to: ['s'] },
    { id: 's', type: 'Slow', to: ['c'] },
    { id: 'c', type: 'Quick' },
  ];
  const { run } = await openHarness(nodes, [quick, slow], { now: () => timeMs });
  void run.push(text('x'));
  await run.flush();
  // While `s` waited for its promise, `a` and `b` came to their ends, which took 1 ms each.
  expect(run.stats().nodes.map(({ latency }) => latency.maxUs)).toEqual([3_000, 3_000, 42_000, 3_000]);
});

it('tells levels and rates', async () => {
  const { run, clock } = await openHarness([{ id: 'p', type: 'Pass' }], [pass]);
  const format = { sampleRate: 48_000, channelCount: 2 };
  const loud = AudioBlock.fromInterleaved(new Float32Array(96).fill(0.1), format);
  const push = (times: number) => {
    for (let i = 0; i < times; i += 1) void run.push(loud);
  };
  push(1);
  expect(run.stats().nodes[0]?.levelDb).toBeUndefined();
  push(40);
  expect(run.stats().nodes[0]?.levelDb).toBeCloseTo(-20, 5);
  await clock.advance(1_000);
  push(10);
  expect(run.stats().nodes[0]?.outputsPerSecond).toBe(41);
  void run.push(AudioBlock.allocate(format, 48));
  expect(run.stats().nodes[0]?.levelDb).toBe(Number.NEGATIVE_INFINITY);
});

it('tells what happened within a window', async () => {
  const { run, clock } = await openHarness([{ id: 'p', type: 'Pass' }], [pass]);
  void run.push(text('x'));
  expect(run.takeWindow()['p']).toMatchObject({ inputs: 1, outputs: 1, firstOutputUs: 0, latency: { count: 1 } });
  await clock.advance(5);
  void run.push(text('x'));
  void run.push(text('x'));
  expect(run.takeWindow()['p']).toMatchObject({ inputs: 2, outputs: 2, latency: { count: 2 } });
  expect(run.stats()).toMatchObject({ inputs: 3, outputs: 3, runningMs: 5, nodes: [{ latency: { count: 3 } }] });
  run.countUnderrun();
  expect(run.stats().underruns).toBe(1);
});
