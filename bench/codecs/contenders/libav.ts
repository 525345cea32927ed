import type { Contender } from '../contender.ts';
import { type Frame, loadLibAv, type Packet } from '../libav/library.ts';
import {
  FORMAT_I420,
  FRAME,
  FRAMERATE,
  opusOptions,
  opusParameters,
  soundFormat,
  videoOptions,
} from '../libav/settings.ts';
import { copying, leaving } from '../libav/video-decoders.ts';

export const contender: Contender = {
  async openOpusEncoder(settings, output) {
    const libav = await loadLibAv();
    const [, context, frame, packet] = libav.ff_init_encoder_sync('libopus', opusOptions(settings));
    const format = soundFormat(settings.channelCount);
    let pts = 0;
    const emit = (packets: readonly Packet[]) => {
      for (const { data } of packets) output(data);
    };
    return {
      put(data) {
        emit(
          libav.ff_encode_multi_sync(context, frame, packet, [{ ...format, data, pts, ptshi: 0, nb_samples: FRAME }]),
        );
        pts += FRAME;
      },
      close: () => libav.ff_free_encoder_sync(context, frame, packet),
    };
  },

  async openOpusDecoder({ channelCount }, output) {
    const libav = await loadLibAv();
    const [, context, packet, frame] = libav.ff_init_decoder_sync('libopus', opusParameters(channelCount));
    let pts = 0;
    return {
      put(data) {
        const frames = libav.ff_decode_multi_sync(context, packet, frame, [{ data, pts, ptshi: 0 }], {});
        pts += FRAME;
        for (const { data: sound, format } of frames as Frame[]) {
          if (sound instanceof Float32Array) output(sound);
          else throw new Error(`libav.js gave sound of format ${format}`);
        }
      },
      close: () => libav.ff_free_decoder_sync(context, packet, frame),
    };
  },

  async openVideoEncoder(settings, output) {
    const libav = await loadLibAv();
    const [, context, frame, packet] = libav.ff_init_encoder_sync(
      settings.codec === 'vp9' ? 'libvpx-vp9' : 'libvpx',
      videoOptions(settings),
    );
    const { width, height } = settings;
    const chroma = width * height;
    const layout = [
      { offset: 0, stride: width },
      { offset: chroma, stride: width / 2 },
      { offset: chroma * 1.25, stride: width / 2 },
    ];
    const format = { format: FORMAT_I420, width, height, layout };
    let pts = 0;
    return {
      put(data) {
        const packets = libav.ff_encode_multi_sync(context, frame, packet, [{ ...format, data, pts, ptshi: 0 }]);
        pts += 1;
        for (const made of packets) output(made.data);
      },
      close: () => libav.ff_free_encoder_sync(context, frame, packet),
    };
  },

  async openVideoDecoder(settings, output, isLooking) {
    const libav = await loadLibAv();
    const name = settings.codec === 'vp9' ? 'libvpx-vp9' : 'libvpx';
    const [, context, packet, frame] = libav.ff_init_decoder_sync(name, { time_base: [1, FRAMERATE] });
    return isLooking ? copying(libav, context, packet, frame, output) : leaving(libav, context, packet, frame, output);
  },
};
