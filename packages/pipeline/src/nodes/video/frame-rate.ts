import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';
import { FrameRateNode } from './frame-rate-node.ts';

/** Lets fewer pictures through. */
export const frameRate: NodeDefinition<{ readonly fps: Param<number> }> = defineNode({
  type: 'FrameRate',
  about: 'Lets at most so many pictures through in a second, evenly by their timestamps. It never adds any.',
  params: {
    fps: param.number({ about: 'Most pictures in a second.', default: 15, min: 1, max: 240, unit: 'fps' }),
  },
  ports: { inputs: { in: ['video'] }, outputs: { out: ['video'] } },
  hosts: ['worker', 'node', 'inline'],
  create: ({ fps }, context) => new FrameRateNode(fps, context),
});
