import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';

/** Takes the colour out of pictures. */
export const grayscale: NodeDefinition<{ readonly amount: Param<number> }> = defineNode({
  type: 'Grayscale',
  about: 'Takes the colour out of pictures. Luma is kept as it is; of RGB it is that of BT.709.',
  params: {
    amount: param.number({ about: 'How much of the colour goes: 1 is all of it.', default: 1, min: 0, max: 1 }),
  },
  ports: { inputs: { in: ['video'] }, outputs: { out: ['video'] } },
  hosts: ['worker', 'node', 'inline'],
  create: async ({ amount }, context) => {
    const { GrayscaleNode } = await import('./grayscale-node.ts');
    return new GrayscaleNode(amount, context);
  },
});
