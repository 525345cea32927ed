import type { Contender } from '../contender.ts';
import { openAudioDecoder, openAudioEncoder } from './audio.ts';
import type { Classes, Extras } from './classes.ts';
import { openVideoDecoder, openVideoEncoder } from './video.ts';

/** A contender that is written against WebCodecs. */
export function contenderOf(classes: Classes, extras: Extras = {}): Contender {
  return {
    openOpusEncoder: async (settings, output) => openAudioEncoder(classes, extras, settings, output),
    openOpusDecoder: async (settings, output) => openAudioDecoder(classes, extras, settings, output),
    openVideoEncoder: async (settings, output) => openVideoEncoder(classes, extras, settings, output),
    openVideoDecoder: async (settings, output, isLooking) =>
      openVideoDecoder(classes, extras, settings, output, isLooking),
  };
}
