import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';
import { VIDEO_CODECS, type VideoCodec } from './coders/codec-names.ts';
import { TARGET_FORMATS, type TargetFormat } from './convert/target-format.ts';

/** What becomes of packets that cannot be decoded. */
export type ErrorResilience = 'lenient' | 'strict';

/** Parameters of {@link videoDecode}. */
export type VideoDecodeParams = {
  readonly expectedCodec: VideoCodec | undefined;
  readonly outputFormat: TargetFormat;
  readonly hardwareAccel: boolean;
  readonly threads: number;
  readonly errorResilience: ErrorResilience;
};

/** Decodes pictures. Source: upstream's `VideoDecoder`. */
export const videoDecode: NodeDefinition<{ readonly [K in keyof VideoDecodeParams]: Param<VideoDecodeParams[K]> }> =
  defineNode({
    type: 'VideoDecode',
    aliases: ['VideoDecoder'],
    about: 'Decodes pictures, with the codec of the browser or, for VP8 and VP9, the one of this SDK.',
    params: {
      expectedCodec: param.choice<VideoCodec, { about: string }>(VIDEO_CODECS, {
        about: 'Refuses packets of other codecs; without it each packet says what it is.',
      }),
      outputFormat: param.choice<TargetFormat, { about: string; default: TargetFormat }>(TARGET_FORMATS, {
        about: 'How pixels are stored afterwards.',
        default: 'Yuv420p',
      }),
      hardwareAccel: param.boolean({ about: 'Whether hardware may do it.', default: true }),
      threads: param.integer({
        about: 'Taken for manifests of upstream, and of no effect: the engine decides.',
        default: 0,
        min: 0,
        max: 64,
      }),
      errorResilience: param.choice<ErrorResilience, { about: string; default: ErrorResilience }>(
        ['lenient', 'strict'],
        {
          about: 'lenient leaves packets out until a decoder can begin, strict makes an error of each.',
          default: 'lenient',
        },
      ),
    },
    ports: { inputs: { in: ['encodedVideo'] }, outputs: { out: ['video'] } },
    hosts: ['worker', 'node', 'inline'],
    assets: { vp8Decoder: 'module', vp9Decoder: 'module' },
    create: async (params, context) => {
      const { VideoDecodeNode } = await import('./video-decode-node.ts');
      return new VideoDecodeNode(params, context);
    },
  });
