import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';

/** What a frame is turned about. */
export type FlipDirection = 'vertical' | 'horizontal' | 'both';

/** Mirrors pictures. Source: upstream's `VideoFlip`. */
export const videoFlip: NodeDefinition<{ readonly direction: Param<FlipDirection> }> = defineNode({
  type: 'VideoFlip',
  about: 'Mirrors pictures as they are shown: a picture that is on its side is mirrored as a viewer sees it.',
  params: {
    direction: param.choice<FlipDirection, { about: string; default: FlipDirection }>(
      ['vertical', 'horizontal', 'both'],
      {
        about: 'vertical turns them upside down, horizontal swaps left and right, both turns them by 180 degrees.',
        default: 'vertical',
      },
    ),
  },
  ports: { inputs: { in: ['video'] }, outputs: { out: ['video'] } },
  hosts: ['worker', 'node', 'inline'],
  create: async (params, context) => {
    const { VideoFlipNode } = await import('./video-flip-node.ts');
    return new VideoFlipNode(params.direction, context);
  },
});
