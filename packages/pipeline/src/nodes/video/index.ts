import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { frameRate } from './frame-rate.ts';
import { grayscale } from './grayscale.ts';
import { videoDecode } from './video-decode.ts';
import { videoEncode } from './video-encode.ts';
import { videoFlip } from './video-flip.ts';
import { videoFormatConverter } from './video-format-converter.ts';
import { videoScaler } from './video-scaler.ts';

/** Nodes for pictures. What is heavy of them is loaded when one is made. */
export const videoNodes: readonly AnyNodeDefinition[] = [
  videoScaler,
  videoFlip,
  videoFormatConverter,
  grayscale,
  frameRate,
  videoEncode,
  videoDecode,
];
