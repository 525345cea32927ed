import type { RuntimeData } from '../../data/runtime-data.ts';
import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { param } from '../../node/param.ts';
import { provideNodes } from '../../node/provided-nodes.ts';

const params = {
  from: param.integer({ about: 'First picture that it happens with.', default: 10, min: 0, max: 1_000_000 }),
  forMs: param.integer({ about: 'How long it happens.', default: 1_000_000, min: 0, max: 1_000_000, unit: 'ms' }),
};

/** A node that hands pictures on until it does something bad. */
function misbehaving(type: string, misbehave: (leftMs: number) => void | Promise<void>): NodeDefinition<typeof params> {
  return defineNode({
    type,
    about: 'For tests.',
    params,
    ports: { inputs: { in: ['video'] }, outputs: { out: ['video'] } },
    create: ({ from, forMs }, { emit, now }) => {
      let startedMs: number | undefined;
      const isBad = (item: RuntimeData) => item.kind === 'video' && (item.frameNumber ?? 0) >= from;
      return {
        process: async (item) => {
          if (isBad(item)) {
            startedMs ??= now();
            const leftMs = startedMs + forMs - now();
            if (leftMs > 0) await misbehave(leftMs);
          }
          emit(item);
        },
      };
    },
  });
}

/** Nodes for tests of what nobody wants. */
export const misbehavingNodes: readonly NodeDefinition<typeof params>[] = [
  misbehaving('TestThrows', () => {
    throw new Error('no such picture');
  }),
  misbehaving('TestWaits', (leftMs) => new Promise((resolve) => setTimeout(resolve, leftMs))),
  misbehaving('TestSpins', () => {
    for (;;);
  }),
  misbehaving('TestCrashes', () => {
    setTimeout(() => {
      throw new Error('crashed');
    });
  }),
  misbehaving('TestSwallows', () => new Promise(() => {})),
];

provideNodes(misbehavingNodes);
