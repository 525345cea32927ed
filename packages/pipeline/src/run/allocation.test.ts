import { PerformanceObserver } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { AudioBlock } from '../data/audio-block.ts';
import { openRealtimeRun } from './index.ts';
import { half, planOf } from './test-nodes-contract.ts';

/** What `work` allocated, as far as it shows: how often memory was tidied up meanwhile, and by how much it grew. */
async function allocatedBy(work: () => void): Promise<{ readonly collections: number; readonly grownBytes: number }> {
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  work();
  const grownBytes = process.memoryUsage().heapUsed - before;
  await new Promise((resolve) => setTimeout(resolve, 20));
  observer.disconnect();
  return { collections, grownBytes };
}

const block = AudioBlock.allocate({ sampleRate: 48_000, channelCount: 2 }, 8);

it('allocates nothing for each push through realtime nodes', async () => {
  let outputs = 0;
  const run = openRealtimeRun({
    plan: planOf([
      { id: 'a', type: 'Half', params: { factor: 1 }, to: ['b', 'c'] },
      { id: 'b', type: 'Half', params: { factor: 1 }, to: ['d'] },
      { id: 'c', type: 'Half', params: { factor: 1 }, to: ['d'] },
      { id: 'd', type: 'Half', params: { factor: 1 } },
    ]),
    definitions: () => half,
    assets: {},
    host: 'inline',
    now: () => 0,
    onOutput: () => {
      outputs += 1;
    },
    onFault: ({ error }) => expect.unreachable(error.message),
  });
  const push = () => {
    for (let i = 0; i < 100_000; i += 1) void run.push(block);
  };
  // The first rounds are for the compiler, and other threads of the test runner may disturb one.
  const rounds = [];
  for (let round = 0; round < 5; round += 1) rounds.push(await allocatedBy(push));
  expect(outputs).toBe(5 * 200_000);
  // A single object of 16 bytes for each of the 500,000 calls of a round would be 8 MB.
  const clean = rounds.filter(({ collections, grownBytes }) => collections === 0 && grownBytes < 2 ** 20);
  expect(clean, JSON.stringify(rounds)).not.toEqual([]);
}, 60_000);
