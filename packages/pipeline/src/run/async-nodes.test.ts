import { describe, expect, it } from 'vitest';
import { AudioBlock } from '../data/audio-block.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';
import { Gate, openHarness, turn } from './harness-contract.ts';
import { half, nodeOf, pass, text } from './test-nodes-contract.ts';

/** A node that hands on what it got when the gate lets it. */
function gated(gate: Gate, type = 'Gated'): AnyNodeDefinition {
  return nodeOf(type, (_params, { emit }) => ({
    process: async (item) => {
      await gate.pass(item);
      emit(item);
    },
    flush: () => emit(text('flushed')),
  }));
}

const words = (count: number) => Array.from({ length: count }, (_, index) => text(String(index)));

describe('calls of a node that works asynchronously', () => {
  it('never overlap, and keep the order', async () => {
    const gate = new Gate();
    const { run, said } = await openHarness([{ id: 'g', type: 'Gated' }], [gated(gate)]);
    for (const word of words(3)) void run.push(word);
    for (let i = 0; i < 3; i += 1) await gate.openNext();
    expect(gate.most).toBe(1);
    expect(said).toEqual(['0', '1', '2']);
  });

  it('do not overlap either when a listener outside pushes again at once', async () => {
    let depth = 0;
    const counted = nodeOf('Counted', (_params, { emit }) => ({
      process: (item) => {
        depth += 1;
        expect(depth).toBe(1);
        emit(item);
        depth -= 1;
      },
    }));
    let pushed = 0;
    const { run } = await openHarness([{ id: 'c', type: 'Counted' }], [counted], {
      onOutput: () => {
        pushed += 1;
        if (pushed < 5) void run.push(text('again'));
      },
    });
    void run.push(text('x'));
    expect(pushed).toBe(5);
  });

  it('find the block as it was, however often its giver fills it again', async () => {
    const gate = new Gate();
    const nodes = [
      { id: 'h', type: 'Half', params: { factor: 1 }, to: ['g'] },
      { id: 'g', type: 'Gated' },
    ];
    const { run, outputs } = await openHarness(nodes, [half, gated(gate)]);
    const block = AudioBlock.allocate({ sampleRate: 48_000, channelCount: 1 }, 1);
    for (const value of [1, 2, 3]) {
      block.channels[0]?.fill(value);
      void run.push(block);
    }
    for (let i = 0; i < 3; i += 1) await gate.openNext();
    expect(outputs.map((item) => item.kind === 'audio' && item.channels[0]?.[0])).toEqual([1, 2, 3]);
  });

  it('lose only the item when they fail', async () => {
    const gate = new Gate();
    const { run, said, faults } = await openHarness([{ id: 'g', type: 'Gated' }], [gated(gate)]);
    for (const word of words(2)) void run.push(word);
    gate.calls.shift()?.fail(new Error('no luck'));
    await turn();
    await gate.openNext();
    expect(said).toEqual(['1']);
    expect(faults.map(({ error }) => error.detail)).toEqual(['node "g" (Gated) failed: no luck']);
  });
});

describe('what waits for a node', () => {
  it('holds the source back beyond its bound', async () => {
    const gate = new Gate();
    const { run, said } = await openHarness([{ id: 'g', type: 'Gated' }], [gated(gate)], { queue: { capacity: 2 } });
    expect(run.push(text('0'))).toBeUndefined();
    expect(run.push(text('1'))).toBeUndefined();
    const room = run.push(text('2'));
    expect(room).toBeInstanceOf(Promise);
    let hasRoom = false;
    void room?.then(() => {
      hasRoom = true;
    });
    await turn();
    expect(hasRoom).toBe(false);
    await gate.openNext();
    expect(hasRoom).toBe(true);
    await gate.openNext();
    await gate.openNext();
    expect(said).toEqual(['0', '1', '2']);
    expect(run.stats().nodes[0]).toMatchObject({ queueDepth: 0, peakQueueDepth: 2, dropped: 0 });
  });

  it('holds back every node before it, through nodes that work at once', async () => {
    const first = new Gate();
    const second = new Gate();
    const nodes = [
      { id: 'a', type: 'First', to: ['b'] },
      { id: 'b', type: 'Pass', to: ['c'] },
      { id: 'c', type: 'Second' },
    ];
    const definitions = [gated(first, 'First'), pass, gated(second, 'Second')];
    const { run } = await openHarness(nodes, definitions, { queue: { capacity: 1 } });
    for (const word of words(4)) void run.push(word);
    await first.openNext();
    await first.openNext();
    // One is at work in c and one waits for it: a must not begin the third.
    expect([second.calls.length, first.calls.length]).toEqual([1, 0]);
    await second.openNext();
    expect([second.calls.length, first.calls.length]).toEqual([1, 1]);
  });

  it.each([
    ['drop-oldest', ['0', '2', '3']],
    ['drop-newest', ['0', '1', '2']],
  ] as const)('is dropped where the policy is %s', async (policy, left) => {
    const gate = new Gate();
    const queue = { capacity: 2, policy };
    const { run, said } = await openHarness([{ id: 'g', type: 'Gated' }], [gated(gate)], { queue });
    for (const word of words(4)) expect(run.push(word)).toBeUndefined();
    for (let i = 0; i < 3; i += 1) await gate.openNext();
    expect(said).toEqual(left);
    expect(run.stats().nodes[0]).toMatchObject({ dropped: 1, peakQueueDepth: 2 });
  });

  it('does not grow without a bound when nobody heeds the back-pressure', async () => {
    const gate = new Gate();
    const { run } = await openHarness([{ id: 'g', type: 'Gated' }], [gated(gate)], { queue: { capacity: 2 } });
    for (const word of words(1_000)) void run.push(word);
    expect(run.stats().nodes[0]).toMatchObject({ queueDepth: 128, dropped: 1_000 - 129 });
    const closing = run.close();
    await gate.openNext();
    await closing;
  });
});

describe('flush', () => {
  it('waits for what is under way, and goes from givers to receivers', async () => {
    const gate = new Gate();
    const nodes = [
      { id: 'a', type: 'Gated', to: ['b'] },
      { id: 'b', type: 'Gated' },
    ];
    const { run, said } = await openHarness(nodes, [gated(gate)]);
    void run.push(text('0'));
    let isDone = false;
    const flushed = run.flush().then(() => {
      isDone = true;
    });
    for (let i = 0; i < 3; i += 1) {
      expect(isDone).toBe(false);
      await gate.openNext();
    }
    await flushed;
    expect(said).toEqual(['0', 'flushed', 'flushed']);
  });

  it('goes on after a node that fails to flush', async () => {
    const bad = nodeOf('Bad', () => ({
      process: () => {},
      flush: async () => {
        throw new Error('stuck');
      },
    }));
    const nodes = [
      { id: 'a', type: 'Bad', to: ['b'] },
      { id: 'b', type: 'Gated' },
    ];
    const { run, said, faults } = await openHarness(nodes, [bad, gated(new Gate())]);
    await run.flush();
    expect(said).toEqual(['flushed']);
    expect(faults.map(({ error }) => error.detail)).toEqual(['node "a" (Bad) failed to flush: stuck']);
  });
});

describe('an interruption', () => {
  it('empties the queue, resets the node, and drops what it still emits for the old item', async () => {
    const gate = new Gate();
    const events: string[] = [];
    const node = nodeOf('Gated', (params, context) => ({
      ...gated(gate).create(params, context),
      reset: () => void events.push('reset'),
    }));
    const { run, said } = await openHarness([{ id: 'g', type: 'Gated' }], [node]);
    for (const word of words(3)) void run.push(word);
    run.interrupt('g');
    await gate.openNext();
    void run.push(text('after'));
    await gate.openNext();
    expect(events).toEqual(['reset']);
    expect(said).toEqual(['after']);
    expect(run.stats().nodes[0]).toMatchObject({ dropped: 2 });
  });
});

it('changes parameters between two calls', async () => {
  const gate = new Gate();
  const seen: unknown[] = [];
  const node = nodeOf('Gated', (params) => {
    let level = params['level'];
    return {
      process: async (item) => {
        await gate.pass(item);
        seen.push(level);
      },
      update: (next) => {
        level = next['level'];
      },
    };
  });
  const { run } = await openHarness([{ id: 'g', type: 'Gated', params: { level: 1 } }], [node]);
  for (const word of words(2)) void run.push(word);
  const changed = run.setParams('g', { level: 2 });
  await gate.openNext();
  await changed;
  await gate.openNext();
  expect(seen).toEqual([1, 2]);
});

it('closes a node when its call is over, or after a second', async () => {
  const gate = new Gate();
  const closed: string[] = [];
  const node = (type: string) =>
    nodeOf(type, (params, context) => ({
      ...gated(gate).create(params, context),
      close: () => void closed.push(type),
    }));
  const { run, clock } = await openHarness(
    [
      { id: 'a', type: 'A' },
      { id: 'b', type: 'B' },
    ],
    [node('A'), node('B')],
  );
  void run.push(text('x'));
  const closing = run.close();
  await gate.openNext();
  expect(closed).toEqual(['A']);
  await clock.advance(1_000);
  await closing;
  expect(closed).toEqual(['A', 'B']);
  expect(clock.pending).toBe(0);
});
