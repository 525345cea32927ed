import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';
import { VIDEO_CODECS, type VideoCodec } from './coders/codec-names.ts';

/** Presets by upstream's names, which are x264's. */
export const QUALITY_PRESETS = [
  'ultrafast',
  'superfast',
  'veryfast',
  'faster',
  'fast',
  'medium',
  'slow',
  'slower',
  'veryslow',
] as const;

/** Parameters of {@link videoEncode}. */
export type VideoEncodeParams = {
  readonly codec: VideoCodec;
  readonly bitrate: number;
  readonly framerate: number;
  readonly keyframeInterval: number;
  readonly qualityPreset: (typeof QUALITY_PRESETS)[number];
  readonly hardwareAccel: boolean;
  readonly threads: number;
};

/** Encodes pictures. Source: upstream's `VideoEncoder`. */
export const videoEncode: NodeDefinition<{ readonly [K in keyof VideoEncodeParams]: Param<VideoEncodeParams[K]> }> =
  defineNode({
    type: 'VideoEncode',
    aliases: ['VideoEncoder'],
    about:
      'Encodes pictures, with the codec of the browser or, for VP8 and VP9, the one of this SDK. H264 and Av1 are there ' +
      'where the browser has them.',
    params: {
      codec: param.choice<VideoCodec, { about: string; default: VideoCodec }>(VIDEO_CODECS, {
        about: 'The codec.',
        default: 'Vp8',
      }),
      bitrate: param.integer({
        about: 'How much the encoder may spend. It can be changed at any time.',
        default: 1_000_000,
        min: 10_000,
        max: 100_000_000,
        unit: 'bit/s',
      }),
      framerate: param.number({ about: 'Expected pictures in a second.', default: 30, min: 1, max: 240, unit: 'fps' }),
      keyframeInterval: param.integer({
        about: 'Every so many pictures is one that a decoder can begin with.',
        default: 60,
        min: 1,
        max: 100_000,
        unit: 'frames',
      }),
      qualityPreset: param.choice<VideoEncodeParams['qualityPreset'], { about: string; default: 'medium' }>(
        QUALITY_PRESETS,
        { about: 'Quality for time: the slow ones may hold pictures back to look ahead.', default: 'medium' },
      ),
      hardwareAccel: param.boolean({ about: 'Whether hardware may do it.', default: true }),
      threads: param.integer({
        about: 'Taken for manifests of upstream, and of no effect: the engine decides.',
        default: 0,
        min: 0,
        max: 64,
      }),
    },
    ports: { inputs: { in: ['video'] }, outputs: { out: ['encodedVideo'] } },
    hosts: ['worker', 'node', 'inline'],
    assets: { vp8Encoder: 'module', vp9Encoder: 'module' },
    create: async (params, context) => {
      const { VideoEncodeNode } = await import('./video-encode-node.ts');
      return new VideoEncodeNode(params, context);
    },
  });
