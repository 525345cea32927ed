import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';

/** Parameters of {@link backgroundBlur}. */
export type BackgroundBlurParams = {
  readonly background: Param<'blur' | 'color' | 'image'>;
  readonly radiusPx: Param<number>;
  readonly color: Param<string>;
  readonly edgeSoftness: Param<number>;
  readonly smoothingMs: Param<number>;
};

/**
 * Finds the person in a picture and treats what is behind. It needs a browser's worker with `OffscreenCanvas` and WebGL 2.
 * Its files are in the package `@remotemedia/models`, entry `segmentation`.
 */
export const backgroundBlur: NodeDefinition<BackgroundBlurParams> = defineNode({
  type: 'BackgroundBlur',
  about: 'Finds the person in a picture and blurs what is behind, or puts a colour or an image there.',
  params: {
    background: param.choice(['blur', 'color', 'image'], {
      about:
        'What becomes of the background. An image is the one that came last at the port `background` (JPEG, PNG or WebP), ' +
        'cut to the shape of the picture; until one has come it is blurred.',
      default: 'blur',
    }),
    radiusPx: param.number({
      about:
        'How far the background is blurred, in pixels of a picture 720 lines high; a picture of another size looks the ' +
        'same.',
      default: 14,
      min: 1,
      max: 100,
      unit: 'px',
    }),
    color: param.text({
      about: 'The colour of the background, as #rrggbb; under an image, where that is clear.',
      default: '#00b140',
      maxLength: 7,
    }),
    edgeSoftness: param.number({
      about: 'How gradual the edge of the person is: 0 is a hard cut, 1 is as unsure as the model.',
      default: 0.5,
      min: 0,
      max: 1,
    }),
    smoothingMs: param.number({
      about: 'How long small changes of the edge take, against flicker; 0 is none.',
      default: 80,
      min: 0,
      max: 1000,
      unit: 'ms',
    }),
  },
  ports: { inputs: { in: ['video'], background: ['image'] }, outputs: { out: ['video'] } },
  hosts: ['worker'],
  assets: { vision: 'url', visionLoader: 'url', visionWasm: 'url', segmentationModel: 'bytes' },
  create: async (params, context) => {
    const { openBackgroundBlur } = await import('./background-blur-node.ts');
    return openBackgroundBlur(params, context);
  },
});
