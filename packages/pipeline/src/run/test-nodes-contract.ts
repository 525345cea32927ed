import { AudioBlock } from '../data/audio-block.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext, type NodeInstance } from '../node/node-definition.ts';
import { param } from '../node/param.ts';
import type { GraphPlan, PlanEdge, PlanNode } from '../plan/graph-plan.ts';

/** A node of a plan, shortly. */
export interface TestNode {
  readonly id: string;
  readonly type: string;
  readonly params?: PlanNode['params'];
  /** Ids of the receivers, or whole edges by id. */
  readonly to?: readonly (
    | string
    | (Omit<PlanEdge, 'to' | 'toPort'> & { readonly node: string; readonly port?: string })
  )[];
}

/** A plan of nodes in order: entries are those to which nothing leads, exits those from which nothing leads. */
export function planOf(nodes: readonly TestNode[]): GraphPlan {
  const indexOf = (id: string) => nodes.findIndex((node) => node.id === id);
  const edges = nodes.map(({ to = [] }) =>
    to.map((receiver): PlanEdge => {
      if (typeof receiver === 'string') return { to: indexOf(receiver), toPort: 'in' };
      const { node, port = 'in', ...rest } = receiver;
      return { ...rest, to: indexOf(node), toPort: port };
    }),
  );
  const reached = new Set(edges.flat().map(({ to }) => to));
  return {
    name: 'test',
    isRealtime: false,
    assets: [],
    nodes: nodes.map(({ id, type, params = {} }, index) => ({
      id,
      type,
      params,
      edges: edges[index] ?? [],
      isEntry: !reached.has(index),
      isExit: edges[index]?.length === 0,
    })),
  };
}

const ANY = { inputs: { in: 'any' }, outputs: { out: 'same', events: ['json'] } } as const;

/** A definition of a node that takes anything. */
export function nodeOf(
  type: string,
  create: (params: Readonly<Record<string, unknown>>, context: NodeContext) => NodeInstance | Promise<NodeInstance>,
  extra: Partial<AnyNodeDefinition> = {},
): AnyNodeDefinition {
  return { type, about: 'For tests.', params: {}, ports: ANY, create, ...extra };
}

/** Hands everything on at once. */
export const pass: AnyNodeDefinition = nodeOf('Pass', (_params, { emit }) => ({ process: (item) => emit(item) }));

/** A realtime node with a block of its own. */
export const half: AnyNodeDefinition = defineNode({
  type: 'Half',
  about: 'Multiplies by a factor.',
  params: { factor: param.number({ about: 'The factor.', default: 0.5, min: 0, max: 4 }) },
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  create: ({ factor }, { emit }) => new HalfNode(factor, emit),
});

class HalfNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  #factor: number;
  #block = AudioBlock.allocate({ sampleRate: 48_000, channelCount: 1 }, 0);

  constructor(factor: number, emit: NodeContext['emit']) {
    this.#factor = factor;
    this.#emit = emit;
  }

  process(item: RuntimeData): void {
    if (item.kind !== 'audio') return;
    if (this.#block.channelCount !== item.channelCount || (this.#block.channels[0]?.length ?? 0) < item.frames)
      this.#block = AudioBlock.allocate(item, item.frames);
    const block = this.#block;
    block.frames = item.frames;
    block.sampleRate = item.sampleRate;
    block.timestampUs = item.timestampUs;
    for (let channel = 0; channel < item.channels.length; channel += 1) {
      const from = item.channels[channel];
      const to = block.channels[channel];
      if (from && to) for (let i = 0; i < item.frames; i += 1) to[i] = (from[i] ?? 0) * this.#factor;
    }
    this.#emit(block);
  }

  update({ factor }: Readonly<Record<string, unknown>>): void {
    if (typeof factor !== 'number') throw new TypeError('factor must be a number');
    this.#factor = factor;
  }
}

/** Text in. */
export function text(value: string): RuntimeData {
  return { kind: 'text', text: value };
}

/** What an item says, for comparisons. */
export function said(item: RuntimeData): string {
  if (item.kind === 'text') return item.text;
  return item.kind === 'json' ? JSON.stringify(item.value) : item.kind;
}
