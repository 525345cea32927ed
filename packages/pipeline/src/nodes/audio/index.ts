import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { audioBufferAccumulator } from './audio-buffer-accumulator.ts';
import { audioChunker } from './audio-chunker.ts';
import { audioFormatConverter } from './audio-format-converter.ts';
import { audioMixer } from './audio-mixer.ts';
import { channelMap } from './channel-map.ts';
import { fastResample } from './fast-resample.ts';
import { gain } from './gain.ts';
import { highPass } from './high-pass.ts';
import { limiter } from './limiter.ts';
import { robotVoice } from './robot-voice.ts';

/** The nodes of sound: gain, filters, mixing, sampling rates. */
export const audioNodes: readonly AnyNodeDefinition[] = [
  audioBufferAccumulator,
  audioChunker,
  audioFormatConverter,
  audioMixer,
  channelMap,
  fastResample,
  gain,
  highPass,
  limiter,
  robotVoice,
];
