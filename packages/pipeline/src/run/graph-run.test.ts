import { describe, expect, it } from 'vitest';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { NodeContext } from '../node/node-definition.ts';
import { openHarness } from './harness-contract.ts';
import { openRealtimeRun } from './index.ts';
import { half, nodeOf, pass, planOf, text } from './test-nodes-contract.ts';

const upper = nodeOf('Upper', (_params, { emit }) => ({
  process: (item) => emit(item.kind === 'text' ? text(item.text.toUpperCase()) : item),
}));

const fork = nodeOf('Fork', (_params, { emit }) => ({
  process: (item) => {
    emit({ kind: 'json', value: { seen: 1 } }, 'events');
    emit(item);
  },
}));

describe('a push', () => {
  it('goes through all nodes at once, depth first', async () => {
    const { run, said } = await openHarness(
      [
        { id: 'a', type: 'Pass', to: ['b', 'c'] },
        { id: 'b', type: 'Upper', to: ['d'] },
        { id: 'c', type: 'Pass', to: ['d'] },
        { id: 'd', type: 'Pass' },
      ],
      [pass, upper],
    );
    expect(run.push(text('hi'))).toBeUndefined();
    expect(said).toEqual(['HI', 'hi']);
  });

  it('reaches the receivers that want the port and the kind', async () => {
    const { run, said } = await openHarness(
      [
        {
          id: 'a',
          type: 'Fork',
          to: [
            { node: 'b', fromPort: 'events' },
            { node: 'c', kinds: ['text'] },
          ],
        },
        { id: 'b', type: 'Pass' },
        { id: 'c', type: 'Upper' },
      ],
      [pass, upper, fork],
    );
    void run.push(text('hi'));
    expect(said).toEqual(['{"seen":1}', 'HI']);
  });

  it('leaves by every port of the last node', async () => {
    const { run, said } = await openHarness([{ id: 'a', type: 'Fork' }], [fork]);
    void run.push(text('hi'));
    expect(said).toEqual(['events:{"seen":1}', 'hi']);
  });

  it('goes to every first node that takes the kind', async () => {
    const texts = nodeOf('Texts', pass.create, { ports: { inputs: { in: ['text'] }, outputs: { out: ['text'] } } });
    const jsons = nodeOf('Jsons', pass.create, { ports: { inputs: { in: ['json'] }, outputs: { out: ['json'] } } });
    const { run, said } = await openHarness(
      [
        { id: 'a', type: 'Texts' },
        { id: 'b', type: 'Jsons' },
      ],
      [texts, jsons],
    );
    void run.push(text('hi'));
    void run.push({ kind: 'json', value: 1 });
    expect(said).toEqual(['hi', '1']);
    expect(() => run.push({ kind: 'binary', data: new Uint8Array() })).toThrow('takes binary');
  });

  it('goes to a node and port that are named, and to no others', async () => {
    const ports: string[] = [];
    const two = nodeOf('Two', () => ({ process: (_item, from) => void ports.push(`${from.nodeId}>${from.port}`) }), {
      ports: { inputs: { in: ['text'], side: ['json'] }, outputs: { out: 'same' } },
    });
    const { run } = await openHarness(
      [
        { id: 'a', type: 'Pass', to: ['b'] },
        { id: 'b', type: 'Two' },
      ],
      [pass, two],
    );
    void run.push(text('hi'), { nodeId: 'b' });
    void run.push({ kind: 'json', value: 1 }, { nodeId: 'b' });
    void run.push({ kind: 'json', value: 1 }, { nodeId: 'b', port: 'side' });
    void run.push(text('hi'));
    expect(ports).toEqual(['>in', '>side', '>side', 'a>in']);
    expect(() => run.push(text('hi'), { nodeId: 'x' })).toThrow('no node "x"');
    expect(() => run.push(text('hi'), { nodeId: 'b', port: 'x' })).toThrow('no input "x"');
    expect(() => run.push(text('hi'), { nodeId: 'b', port: 'side' })).toThrow('takes no text');
  });
});

describe('a node that throws', () => {
  const picky = nodeOf('Picky', (_params, { emit }) => ({
    process: (item) => {
      if (item.kind === 'text' && item.text === 'bad') throw new RangeError('too bad');
      emit(item);
    },
  }));

  it('is named, loses the item, and the graph goes on', async () => {
    const { run, said, faults } = await openHarness([{ id: 'p', type: 'Picky' }], [picky]);
    for (const word of ['one', 'bad', 'two']) void run.push(text(word));
    expect(said).toEqual(['one', 'two']);
    expect(faults).toMatchObject([{ nodeId: 'p', nodeType: 'Picky', error: { code: 'internal' } }]);
    expect(faults[0]?.error.detail).toBe('node "p" (Picky) failed: too bad');
    expect(run.stats().nodes[0]).toMatchObject({ inputs: 3, outputs: 2, faults: 1 });
  });

  it('does not keep others from getting the item', async () => {
    const nodes = [
      { id: 'a', type: 'Pass', to: ['p', 'q'] },
      { id: 'p', type: 'Picky' },
      { id: 'q', type: 'Pass' },
    ];
    const { run, said } = await openHarness(nodes, [pass, picky]);
    void run.push(text('bad'));
    expect(said).toEqual(['bad']);
  });

  it('is not blamed for a listener outside that throws', async () => {
    const faults: string[] = [];
    const { run } = await openHarness([{ id: 'a', type: 'Pass' }], [pass], {
      onOutput: () => {
        throw new Error('no room');
      },
      onFault: ({ error }) => faults.push(error.detail),
    });
    void run.push(text('hi'));
    expect(faults).toEqual(['what node "a" (Pass) emitted was not delivered: no room']);
    expect(run.stats().nodes[0]?.faults).toBe(0);
  });
});

describe('opening', () => {
  it('names the node that cannot be made, and closes those that were', async () => {
    const closed: string[] = [];
    const good = nodeOf('Good', (_params, { id }) => ({ process: () => {}, close: () => void closed.push(id) }));
    const bad = nodeOf('Bad', async () => {
      throw new Error('no model');
    });
    const nodes = [
      { id: 'bad', type: 'Bad', to: ['a'] },
      { id: 'a', type: 'Good', to: ['b'] },
      { id: 'b', type: 'Good' },
    ];
    await expect(openHarness(nodes, [good, bad])).rejects.toThrow('node "bad" (Bad) could not be made: no model');
    expect(closed.sort()).toEqual(['a', 'b']);
  });

  it('names a type that is not known', async () => {
    await expect(openHarness([{ id: 'a', type: 'Nope' }], [])).rejects.toMatchObject({ code: 'not-found' });
  });

  it('takes no node that is not ready at once where that is asked for', async () => {
    const slow = nodeOf('Slow', async () => ({ process: () => {} }));
    const open = () =>
      openRealtimeRun({
        plan: planOf([{ id: 's', type: 'Slow' }]),
        definitions: () => slow,
        assets: {},
        host: 'worklet',
        now: () => 0,
        onOutput: () => {},
        onFault: () => {},
      });
    expect(open).toThrow('node "s" (Slow) is not ready at once');
  });

  it('gives a node its files and no others', async () => {
    const found: unknown[] = [];
    const reader = nodeOf('Reader', (_params, { asset }) => {
      found.push(asset('model'));
      asset('constructor');
      return { process: () => {} };
    });
    const opening = openHarness([{ id: 'r', type: 'Reader' }], [reader], { assets: { model: 'https://x.test/m' } });
    await expect(opening).rejects.toMatchObject({ code: 'not-found' });
    expect(found).toEqual(['https://x.test/m']);
  });
});

describe('states', () => {
  it('hands the input on while bypassed, and gives nothing while disabled', async () => {
    const { run, said } = await openHarness([{ id: 'u', type: 'Upper' }], [upper]);
    for (const state of ['bypass', 'disabled', 'enabled'] as const) {
      run.setNodeState('u', state);
      expect(run.nodeState('u')).toBe(state);
      void run.push(text(`x ${state}`));
    }
    expect(said).toEqual(['x bypass', 'X ENABLED']);
    expect(() => run.setNodeState('v', 'enabled')).toThrow('no node "v"; it has u');
  });

  it('drops what a disabled node emits by itself', async () => {
    let context: NodeContext | undefined;
    const loud = nodeOf('Loud', (_params, given) => {
      context = given;
      return { process: () => {} };
    });
    const { run, said } = await openHarness([{ id: 'l', type: 'Loud' }], [loud]);
    context?.emit(text('one'));
    run.setNodeState('l', 'disabled');
    context?.emit(text('two'));
    expect(said).toEqual(['one']);
  });
});

describe('parameters', () => {
  it('are changed in place where the node can', async () => {
    const { run, outputs } = await openHarness([{ id: 'h', type: 'Half', params: { factor: 0.5 } }], [half]);
    const { AudioBlock } = await import('../data/audio-block.ts');
    const block = AudioBlock.fromInterleaved(Float32Array.of(1, 1), { sampleRate: 48_000, channelCount: 1 });
    const first = () => (outputs.at(-1)?.kind === 'audio' ? outputs.at(-1) : undefined) as typeof block | undefined;
    void run.push(block);
    expect(first()?.channels[0]?.[0]).toBe(0.5);
    expect(run.setParams('h', { factor: 0.25 })).toBeUndefined();
    void run.push(block);
    expect(first()?.channels[0]?.[0]).toBe(0.25);
    expect(() => run.setParams('h', { factor: 'x' })).toThrow('node "h" (Half) refuses the parameters');
    void run.push(block);
    expect(first()?.channels[0]?.[0]).toBe(0.25);
  });

  it('make a node anew that cannot change them; the others keep their state', async () => {
    const events: string[] = [];
    const counter = nodeOf('Counter', ({ start = 0 }, { emit }) => {
      let count = Number(start);
      return {
        process: () => {
          count += 1;
          emit(text(String(count)));
        },
        close: () => void events.push('closed'),
      };
    });
    const nodes = [
      { id: 'a', type: 'Counter', to: ['b'] },
      { id: 'b', type: 'Counter' },
    ];
    const { run, said } = await openHarness(nodes, [counter]);
    void run.push(text('x'));
    await run.setParams('a', { start: 7 });
    void run.push(text('x'));
    expect(said).toEqual(['1', '2']);
    expect(events).toEqual(['closed']);
    await run.close();
    expect(events).toHaveLength(3);
  });
});

describe('taps', () => {
  it('see what a node emits, of one port or of all', async () => {
    const seen: string[] = [];
    const { run } = await openHarness(
      [
        { id: 'f', type: 'Fork', to: ['p'] },
        { id: 'p', type: 'Pass' },
      ],
      [fork, pass],
    );
    const show = (name: string) => (item: RuntimeData, port: string) => seen.push(`${name} ${item.kind} ${port}`);
    const undo = run.tap('f', undefined, show('all'));
    run.tap('f', 'events', show('events'));
    void run.push(text('x'));
    undo();
    void run.push(text('x'));
    expect(seen).toEqual(['all json events', 'events json events', 'all text out', 'events json events']);
  });
});

it('is closed once, and takes nothing afterwards', async () => {
  const events: string[] = [];
  const listener = nodeOf('Listener', (_params, { signal, emit }) => {
    signal.addEventListener('abort', () => events.push('abort'));
    return {
      process: () => {},
      close: () => {
        emit(text('late'));
        events.push('close');
      },
    };
  });
  const { run, said } = await openHarness([{ id: 'l', type: 'Listener' }], [listener]);
  await Promise.all([run.close(), run.close()]);
  expect(events).toEqual(['abort', 'close']);
  expect(said).toEqual([]);
  expect(() => run.push(text('x'))).toThrow('closed');
});
