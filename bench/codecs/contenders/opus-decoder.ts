import { OpusDecoder } from 'opus-decoder';
import type { Contender } from '../contender.ts';

export const contender: Contender = {
  async openOpusDecoder({ channelCount }, output) {
    const decoder = new OpusDecoder({ channels: channelCount, preSkip: 0 });
    await decoder.ready;
    return { put: (packet) => output(decoder.decodeFrame(packet).channelData), close: () => decoder.free() };
  },
};
