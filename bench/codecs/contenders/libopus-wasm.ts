import { Application, createDecoder, createEncoder } from 'libopus-wasm';
import type { Contender } from '../contender.ts';

export const contender: Contender = {
  async openOpusEncoder({ channelCount, application, bitrate, complexity }, output) {
    const encoder = await createEncoder({
      channels: channelCount,
      application: application === 'voip' ? Application.Voip : Application.Audio,
      bitrate,
      complexity,
    });
    return { put: (pcm) => output(encoder.encode(pcm)), close: () => encoder.free() };
  },
  async openOpusDecoder({ channelCount }, output) {
    const decoder = await createDecoder({ channels: channelCount });
    return { put: (packet) => output(decoder.decode(packet)), close: () => decoder.free() };
  },
};
