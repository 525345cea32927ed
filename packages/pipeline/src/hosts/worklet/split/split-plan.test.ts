import { expect, test } from 'vitest';
import { type AnyNodeDefinition, defineNode, type PortKinds } from '../../../node/node-definition.ts';
import type { GraphPlan } from '../../../plan/graph-plan.ts';
import { splitPlan } from './split-plan.ts';

function definition(type: string, isRealtime: boolean, outputs: Record<string, PortKinds>): AnyNodeDefinition {
  return defineNode({
    type,
    about: 'A node of the test.',
    params: {},
    ports: { inputs: { in: ['audio'] }, outputs },
    isRealtime,
    ...(isRealtime ? {} : { assets: { model: 'bytes' } as const }),
    create: () => ({ process: () => {} }),
  });
}

const types = new Map(
  [
    definition('Gain', true, { out: ['audio'] }),
    definition('Level', true, { events: ['json'] }),
    definition('Detector', false, { events: ['json'], out: ['audio'] }),
    definition('Heavy', false, { out: ['audio'] }),
    definition('Analyser', false, { events: ['json'] }),
  ].map((known) => [known.type, known]),
);
const find = (type: string) => types.get(type);

/** A plan of lines such as `a:Gain > b, c`, givers first. */
function plan(...lines: string[]): GraphPlan {
  const parsed = lines.map((line) => {
    const [, id = '', type = '', to = ''] = /^(\w+):(\w+)(?: > (.*))?$/.exec(line) ?? [];
    return { id, type, to: to ? to.split(', ') : [] };
  });
  const ids = parsed.map(({ id }) => id);
  const nodes = parsed.map(({ id, type, to }) => ({
    id,
    type,
    params: {},
    edges: to.map((target) => ({ to: ids.indexOf(target), toPort: 'in' })),
    isEntry: !parsed.some((other) => other.to.includes(id)),
    isExit: to.length === 0,
  }));
  return { name: 'test', nodes, isRealtime: false, assets: ['model'] };
}

/** The plan in the form that `plan` reads. */
function lines(half: GraphPlan | undefined): string[] {
  return (half?.nodes ?? []).map(({ id, type, edges }) => {
    const to = edges.map((edge) => half?.nodes[edge.to]?.id).join(', ');
    return `${id}:${type}${to ? ` > ${to}` : ''}`;
  });
}

test('a plan of realtime nodes stays as it is on the audio thread', () => {
  const whole = plan('a:Gain > b, l', 'b:Gain', 'l:Level');
  expect(splitPlan(whole, find)).toEqual({ thread: whole, worker: undefined, soundFrom: 'thread', exits: ['b'] });
});

test('a side branch of analysis goes to a worker and gets what the audio thread has', () => {
  const { thread, worker, soundFrom, exits } = splitPlan(
    plan('a:Gain > b, d', 'b:Gain', 'd:Detector > l', 'l:Level'),
    find,
  );
  expect(lines(thread)).toEqual(['a:Gain > b, #bridge d in', 'b:Gain', '#bridge d in:#bridge']);
  expect(lines(worker)).toEqual(['d:Detector > l', 'l:Level']);
  expect(thread.nodes[2]?.params).toEqual({ to: 'd', port: 'in' });
  expect(thread.nodes.map(({ isExit }) => isExit)).toEqual([false, true, false]);
  expect(worker?.nodes.map(({ isEntry }) => isEntry)).toEqual([false, false]);
  expect([soundFrom, exits]).toEqual(['thread', ['b']]);
  expect([thread.isRealtime, thread.assets, worker?.assets]).toEqual([true, [], ['model']]);
});

test('a side branch that begins at the input gets its own bridge there', () => {
  const { thread, worker } = splitPlan(plan('b:Gain', 'd:Analyser'), find);
  expect(lines(thread)).toEqual(['b:Gain', '#bridge d in entry:#bridge']);
  expect(thread.nodes.map(({ isEntry }) => isEntry)).toEqual([true, true]);
  expect(lines(worker)).toEqual(['d:Analyser']);
});

test('two givers of the same port share a bridge', () => {
  const { thread } = splitPlan(plan('a:Gain > b, d', 'b:Gain > c, d', 'c:Gain', 'd:Analyser'), find);
  expect(lines(thread)).toEqual([
    'a:Gain > b, #bridge d in',
    'b:Gain > c, #bridge d in',
    'c:Gain',
    '#bridge d in:#bridge',
  ]);
});

test('where the sound comes through a node that cannot be realtime, everything is in the worker', () => {
  const whole = plan('a:Gain > h, l', 'h:Heavy > b', 'b:Gain', 'l:Level');
  const { thread, worker, soundFrom, exits } = splitPlan(whole, find);
  expect(worker).toEqual(whole);
  expect([soundFrom, exits]).toEqual(['worker', ['b']]);
  expect(thread.nodes).toEqual([
    {
      id: '#bridge all entry',
      type: '#bridge',
      params: { to: undefined, port: undefined },
      edges: [],
      isEntry: true,
      isExit: false,
    },
  ]);
});

test('a lone detector gives the sound that it hears', () => {
  const { soundFrom, exits } = splitPlan(plan('d:Detector'), find);
  expect([soundFrom, exits]).toEqual(['worker', ['d']]);
});

test('several exits of sound are all heard, a detector beside them is not', () => {
  expect(splitPlan(plan('a:Gain', 'b:Gain', 'd:Detector'), find).exits).toEqual(['a', 'b']);
});

test('analysis alone gives no sound', () => {
  expect(splitPlan(plan('l:Level'), find).exits).toEqual([]);
});

test('a node that asks for other hosts is not put on the audio thread', () => {
  const elsewhere: AnyNodeDefinition = { ...definition('Gain', true, { out: ['audio'] }), hosts: ['worker', 'node'] };
  expect(splitPlan(plan('a:Gain'), () => elsewhere).soundFrom).toBe('worker');
});

test('a node of the manifest with the name of a bridge is no trouble', () => {
  const named = plan('b:Gain', 'd:Analyser');
  const nodes = named.nodes.map((node) => (node.id === 'b' ? { ...node, id: '#bridge d in entry' } : node));
  expect(splitPlan({ ...named, nodes }, find).thread.nodes.map(({ id }) => id)).toEqual([
    '#bridge d in entry',
    '##bridge d in entry',
  ]);
});
