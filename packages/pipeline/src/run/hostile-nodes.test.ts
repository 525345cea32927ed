import { describe, expect, it } from 'vitest';
import type { NodeInstance } from '../node/node-definition.ts';
import { Gate, openHarness, turn } from './harness-contract.ts';
import { nodeOf, text } from './test-nodes-contract.ts';

describe('parameters in a storm', () => {
  it('come in the order in which they were given while a call runs, and the last ones win', async () => {
    const gate = new Gate();
    const seen: unknown[] = [];
    const slow = nodeOf('Slow', () => ({
      process: (item) => gate.pass(item),
      update: ({ n }) => void seen.push(n),
    }));
    const { run } = await openHarness([{ id: 'slow', type: 'Slow' }], [slow]);
    void run.push(text('x'));
    const settings = [1, 2, 3].map((n) => run.setParams('slow', { n }));
    await gate.openNext();
    await Promise.all(settings);
    expect(seen).toEqual([1, 3]);
    await run.close();
  });

  it('make one instance at a time, and the last ones win', async () => {
    let alive = 0;
    let most = 0;
    const used: unknown[] = [];
    const gates: (() => void)[] = [];
    const heavy = nodeOf('Heavy', async ({ n }, { emit }) => {
      alive += 1;
      most = Math.max(most, alive);
      if (n !== undefined) await new Promise<void>((resolve) => gates.push(resolve));
      return {
        process: (item) => {
          used.push(n);
          emit(item);
        },
        close: () => {
          alive -= 1;
        },
      };
    });
    const { run } = await openHarness([{ id: 'heavy', type: 'Heavy' }], [heavy]);
    const settings = Array.from({ length: 100 }, (_, n) => run.setParams('heavy', { n }));
    while (gates.length > 0) {
      // The newest first: what was asked for last must not be overtaken.
      gates.pop()?.();
      await turn();
    }
    await Promise.all(settings);
    await run.push(text('x'));
    expect(used).toEqual([99]);
    expect(most).toBeLessThan(4);
    await run.close();
    expect(alive).toBe(0);
  });

  it('do not hang when the graph closes while an instance is made', async () => {
    const never = nodeOf('Never', ({ n }) => (n === undefined ? { process: () => {} } : new Promise(() => {})));
    const { run } = await openHarness([{ id: 'never', type: 'Never' }], [never]);
    const settings = [1, 2].map((n) => Promise.resolve(run.setParams('never', { n })));
    const ends = Promise.allSettled(settings);
    await run.close();
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('what is no node', () => {
  it.each([undefined, null, 7, {}, { process: 'no' }])('is refused when it is made: %j', async (made) => {
    const junk = nodeOf('Junk', () => made as unknown as NodeInstance);
    const opening = openHarness([{ id: 'junk', type: 'Junk' }], [junk]);
    await expect(opening).rejects.toThrow(/node "junk" \(Junk\) could not be made: .*process/);
  });

  it('may reject later in update and reset, which is a fault', async () => {
    const late = nodeOf('Late', () => ({
      process: () => {},
      update: async () => Promise.reject(new Error('late update')),
      reset: async () => Promise.reject(new Error('late reset')),
    }));
    const { run, faults } = await openHarness([{ id: 'late', type: 'Late' }], [late]);
    await run.setParams('late', { n: 1 });
    run.interrupt('late');
    await turn();
    expect(faults.map(({ error }) => error.detail)).toEqual([
      'node "late" (Late) failed to update: late update',
      'node "late" (Late) failed to reset: late reset',
    ]);
    await run.close();
  });
});

describe('a node that throws at every item', () => {
  it('is told of a few times in a second, with a count of the rest', async () => {
    const broken = nodeOf('Broken', () => ({
      process: () => {
        throw new RangeError('always');
      },
    }));
    const { run, faults, clock } = await openHarness([{ id: 'broken', type: 'Broken' }], [broken]);
    for (let i = 0; i < 10_000; i += 1) void run.push(text('x'));
    expect(faults.length).toBeLessThan(10);
    await clock.advance(1_000);
    void run.push(text('x'));
    expect(faults.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(10_001);
    expect(run.stats().nodes[0]?.faults).toBe(10_001);
    await run.close();
  });
});
