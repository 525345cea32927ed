import { describe, expect, it } from 'vitest';
import { Gate, openHarness } from './harness-contract.ts';
import { nodeOf, text } from './test-nodes-contract.ts';

describe('a call that takes too long', () => {
  it('is given up, and the node is made anew with the parameters it has', async () => {
    const made: unknown[] = [];
    const aborted: string[] = [];
    const stuck = nodeOf('Stuck', (params, { emit, signal }) => {
      made.push(params['level']);
      signal.addEventListener('abort', () => aborted.push('old'));
      return {
        process: (item) => {
          if (item.kind === 'text' && item.text === 'hang') return new Promise<void>(() => {});
          return emit(item);
        },
        update: () => {},
      };
    });
    const { run, said, faults, clock } = await openHarness([{ id: 's', type: 'Stuck', params: { level: 1 } }], [stuck]);
    await run.setParams('s', { level: 2 });
    void run.push(text('hang'));
    void run.push(text('next'));
    await clock.advance(29_999);
    expect(faults).toEqual([]);
    await clock.advance(1);
    expect(faults).toMatchObject([{ nodeId: 's', error: { code: 'deadline-exceeded' } }]);
    expect(made).toEqual([1, 2]);
    expect(aborted).toEqual(['old']);
    expect(said).toEqual(['next']);
    expect(clock.pending).toBe(0);
  });

  it('takes nothing more from the old one', async () => {
    const gates: Gate[] = [];
    const late = nodeOf('Late', (_params, { emit }) => {
      const gate = new Gate();
      gates.push(gate);
      return {
        process: async (item) => {
          await gate.pass(item);
          emit(item);
        },
      };
    });
    const { run, said, clock } = await openHarness([{ id: 'l', type: 'Late' }], [late], { callTimeoutMs: 10 });
    void run.push(text('0'));
    await clock.advance(10);
    await gates[0]?.openNext();
    expect(said).toEqual([]);
    void run.push(text('1'));
    await gates[1]?.openNext();
    expect(said).toEqual(['1']);
  });

  it('leaves a node out of work that cannot be made anew', async () => {
    let count = 0;
    const once = nodeOf('Once', () => {
      count += 1;
      if (count > 1) throw new Error('only once');
      return { process: () => new Promise<void>(() => {}) };
    });
    const { run, faults, clock } = await openHarness([{ id: 'o', type: 'Once' }], [once], { callTimeoutMs: 10 });
    void run.push(text('0'));
    await clock.advance(10);
    void run.push(text('1'));
    expect(faults.map(({ error }) => error.detail)).toEqual([
      'node "o" (Once) hangs: a call took longer than 10 ms; the node is made anew',
      'node "o" (Once) is out of work: node "o" (Once) could not be made: only once',
    ]);
    expect(run.stats().nodes[0]).toMatchObject({ dropped: 1 });
    await run.close();
  });
});
