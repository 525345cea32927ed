import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';

/** Hands everything on as it is. Source: upstream's `PassThrough`. */
export const passThrough: NodeDefinition<Record<never, never>> = handOn('PassThrough', 'Hands everything on as it is.');

/** Where items come in. It marks a place in a manifest and changes nothing. */
export const input: NodeDefinition<Record<never, never>> = handOn(
  'Input',
  'Marks where items come in. It hands everything on as it is.',
);

/** Where items go out. It marks a place in a manifest and changes nothing. */
export const output: NodeDefinition<Record<never, never>> = handOn(
  'Output',
  'Marks where items go out. It hands everything on as it is.',
);

/** Sends back what came: a pipeline of this node alone is a loopback. */
export const echo: NodeDefinition<Record<never, never>> = handOn(
  'Echo',
  'Sends back what came: a pipeline of this node alone is a loopback test.',
);

/** The names differ so that a manifest can say what it means; the work does not. */
function handOn(type: string, about: string): NodeDefinition<Record<never, never>> {
  return defineNode({
    type,
    about,
    params: {},
    ports: { inputs: { in: 'any' }, outputs: { out: 'same' } },
    isRealtime: true,
    create: (_params, { emit }) => ({ process: (item) => emit(item) }),
  });
}
