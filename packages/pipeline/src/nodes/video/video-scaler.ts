import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';
import type { ScaleAlgorithm } from './scale/kernels.ts';

/** Parameters of {@link videoScaler}. */
export type VideoScalerParams = {
  readonly targetWidth: number;
  readonly targetHeight: number;
  readonly algorithm: ScaleAlgorithm;
  readonly maintainAspectRatio: boolean;
};

const MAX_TARGET = 8192;

/** Makes pictures larger or smaller. Source: upstream's `VideoScaler`. */
export const videoScaler: NodeDefinition<{ readonly [K in keyof VideoScalerParams]: Param<VideoScalerParams[K]> }> =
  defineNode({
    type: 'VideoScaler',
    about: 'Makes pictures larger or smaller. Pixels of the result are square.',
    params: {
      targetWidth: side('How wide the picture is afterwards, as it is shown.', 1280),
      targetHeight: side('How high the picture is afterwards, as it is shown.', 720),
      algorithm: param.choice<ScaleAlgorithm, { about: string; default: ScaleAlgorithm }>(
        ['nearest', 'bilinear', 'bicubic', 'lanczos'],
        { about: 'How pixels between pixels are found.', default: 'bilinear' },
      ),
      maintainAspectRatio: param.boolean({
        about: 'Whether the picture keeps its shape: it becomes as large as fits into the target.',
        default: true,
      }),
    },
    ports: { inputs: { in: ['video'] }, outputs: { out: ['video'] } },
    hosts: ['worker', 'node', 'inline'],
    create: async (params, context) => {
      const { VideoScalerNode } = await import('./video-scaler-node.ts');
      return new VideoScalerNode(params, context);
    },
  });

function side(about: string, length: number): Param<number> {
  return param.integer({ about, default: length, min: 2, max: MAX_TARGET, unit: 'pixels' });
}
