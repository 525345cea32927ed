import { loadCodec, OpusDecoder, OpusEncoder, VpxDecoder, VpxEncoder } from '@remotemedia/sdk/codecs/direct';
import type { Coder, Contender } from '../contender.ts';

const FRAMERATE = 30;

/** The synchronous cores, on the caller's own thread. */
export const contender: Contender = {
  async openOpusEncoder(settings, output) {
    const encoder = new OpusEncoder(await loadCodec('opus'), {
      ...settings,
      // As in libopus itself, which the others leave as it is.
      bitrateMode: 'constrained',
    });
    return { put: (pcm) => output(encoder.encode(pcm)), close: () => encoder.close() };
  },

  async openOpusDecoder({ channelCount }, output) {
    const decoder = new OpusDecoder(await loadCodec('opus'), { channelCount });
    return { put: (packet) => output(decoder.decodeInt16(packet)), close: () => decoder.close() };
  },

  async openVideoEncoder({ codec, width, height, bitrate, cpuUsed }, output) {
    const module = await loadCodec(codec === 'vp9' ? 'vp9-encoder' : 'vp8-encoder');
    const encoder = new VpxEncoder(module, { codec, width, height, bitrate, cpuUsed, framerate: FRAMERATE });
    const chroma = width * height;
    const layout = [
      { offset: 0, stride: width },
      { offset: chroma, stride: width / 2 },
      { offset: chroma * 1.25, stride: width / 2 },
    ];
    let index = 0;
    return {
      put(data) {
        const image = { format: 'I420', data, layout, codedWidth: width, codedHeight: height } as const;
        const encoded = encoder.encode(image, { timestampUs: Math.round((index * 1_000_000) / FRAMERATE) });
        index += 1;
        if (encoded) output(encoded.data);
      },
      close: () => encoder.close(),
    };
  },

  async openVideoDecoder({ codec }, output) {
    const module = await loadCodec(codec === 'vp9' ? 'vp9-decoder' : 'vp8-decoder');
    const decoder = new VpxDecoder(module, { codec });
    const coder: Coder<Uint8Array<ArrayBuffer>> = {
      put(packet) {
        const picture = decoder.decode(packet);
        if (picture) output(picture);
      },
      close: () => decoder.close(),
    };
    return coder;
  },
};
