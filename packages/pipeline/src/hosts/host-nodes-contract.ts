import type { RuntimeData } from '../data/runtime-data.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';
import { provideNodes } from '../node/provided-nodes.ts';
import { half, nodeOf, pass, text } from '../run/test-nodes-contract.ts';

/** Says how it is asked; the words that it knows make it misbehave. */
const moody: AnyNodeDefinition = nodeOf('Moody', (_params, { emit, id, host }) => ({
  process: async (item: RuntimeData) => {
    const word = item.kind === 'text' ? item.text : item.kind;
    if (word === 'throw') throw new RangeError('as you wish');
    if (word === 'loop') for (;;);
    if (word === 'host') return emit(text(host));
    if (word === 'id') return emit(text(id));
    if (word === 'function') return emit({ kind: 'json', value: (() => 1) as unknown as string });
    if (word === 'die') Reflect.get(globalThis, 'process')?.exit?.(3);
    if (word.startsWith('many ')) {
      for (let i = 0; i < Number(word.slice(5)); i += 1) emit(text(String(i)));
      return undefined;
    }
    return emit(item);
  },
}));

/** Cannot be made. */
const broken: AnyNodeDefinition = nodeOf('Broken', async () => {
  throw new Error('no model');
});

/** Loops when it is made. */
const endless: AnyNodeDefinition = nodeOf('Endless', () => {
  for (;;);
});

/** Counts, from `start`, and cannot change its parameters. */
const counter: AnyNodeDefinition = nodeOf('Counter', ({ start }, { emit }) => {
  let count = Number(start ?? 0);
  return {
    process: () => {
      count += 1;
      emit(text(String(count)));
    },
    flush: () => emit(text('flushed')),
    reset: () => {
      count = 0;
    },
  };
});

/** Takes as long as nobody calls it off. */
const sleeper: AnyNodeDefinition = nodeOf('Sleeper', (_params, { signal }) => ({
  process: () => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
}));

/** Says which file it got. */
const reader: AnyNodeDefinition = nodeOf(
  'Reader',
  (_params, { emit, asset }) => ({
    process: () => emit(text(String(asset('model')))),
  }),
  { assets: { model: 'url' } },
);

/** Emits what is no item. */
const junk: AnyNodeDefinition = nodeOf('Junk', (_params, { emit }) => ({
  process: (item: RuntimeData) => {
    const emitted: Readonly<Record<string, unknown>> = {
      undefined,
      kind: { kind: 'constructor' },
      audio: { kind: 'audio', channels: [[1]] },
      video: { kind: 'video', frame: {} },
    };
    const word = item.kind === 'text' ? item.text : item.kind;
    emit((Object.hasOwn(emitted, word) ? emitted[word] : item) as RuntimeData);
  },
}));

/** Emits, and never stops. */
const flood: AnyNodeDefinition = nodeOf('Flood', (_params, { emit }) => ({
  process: (item: RuntimeData) => {
    for (;;) emit(item);
  },
}));

/** Nodes for the tests of hosts, known in every realm that loads this module. */
export const hostNodes: readonly AnyNodeDefinition[] = [
  moody,
  broken,
  endless,
  counter,
  sleeper,
  reader,
  junk,
  flood,
  half,
  pass,
];

provideNodes(hostNodes);
