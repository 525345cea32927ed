import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';
import { TARGET_FORMATS, type TargetFormat } from './convert/target-format.ts';
import type { ColorMatrix, ColorRange } from './convert/yuv-colors.ts';

/** Parameters of {@link videoFormatConverter}. */
export type VideoFormatConverterParams = {
  readonly targetFormat: TargetFormat;
  readonly colorMatrix: ColorMatrix;
  readonly colorRange: ColorRange;
};

/** Converts pixel formats. Source: upstream's `VideoFormatConverter`. */
export const videoFormatConverter: NodeDefinition<{
  readonly [K in keyof VideoFormatConverterParams]: Param<VideoFormatConverterParams[K]>;
}> = defineNode({
  type: 'VideoFormatConverter',
  about: 'Converts pictures to another pixel format.',
  params: {
    targetFormat: param.choice<TargetFormat, { about: string; default: TargetFormat }>(TARGET_FORMATS, {
      about: 'How pixels are stored afterwards. Rgb24 has a fourth byte here that says nothing.',
      default: 'Yuv420p',
    }),
    colorMatrix: param.choice<ColorMatrix, { about: string; default: ColorMatrix }>(['bt601', 'bt709', 'bt2020'], {
      about: 'How luma and chroma of the result are made of red, green and blue.',
      default: 'bt709',
    }),
    colorRange: param.choice<ColorRange, { about: string; default: ColorRange }>(['tv', 'pc'], {
      about: 'Values of luma and chroma: tv is 16 to 235 (240), pc is 0 to 255.',
      default: 'tv',
    }),
  },
  ports: { inputs: { in: ['video'] }, outputs: { out: ['video'] } },
  hosts: ['worker', 'node', 'inline'],
  create: async (params, context) => {
    const { VideoFormatConverterNode } = await import('./video-format-converter-node.ts');
    return new VideoFormatConverterNode(params, context);
  },
});
