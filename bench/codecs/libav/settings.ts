import type { OpusSettings, VideoSettings } from '../task.ts';

/** Numbers of FFmpeg: sample and pixel formats, channel layouts. */
export const FORMAT_S16 = 1;
export const FORMAT_I420 = 0;
const LAYOUTS = { 1: 4, 2: 3 };
/** Pictures per second. */
export const FRAMERATE = 30;
/** Samples of 20 ms. */
export const FRAME = 960;

/** What every frame of sound says of itself. */
export function soundFormat(channelCount: 1 | 2): { format: number; channel_layout: number; sample_rate: number } {
  return { format: FORMAT_S16, channel_layout: LAYOUTS[channelCount], sample_rate: 48_000 };
}

/** The settings of the Opus encoder. */
export function opusOptions({ channelCount, application, bitrate, complexity }: OpusSettings): object {
  return {
    ctx: {
      bit_rate: bitrate,
      sample_fmt: FORMAT_S16,
      sample_rate: 48_000,
      channel_layout: LAYOUTS[channelCount],
      channels: channelCount,
      frame_size: FRAME,
    },
    time_base: [1, 48_000],
    // As in libopus itself, which the others leave as it is.
    options: { application, compression_level: String(complexity), vbr: 'constrained', frame_duration: '20' },
  };
}

/** What an Opus decoder has to know. */
export function opusParameters(channelCount: number): object {
  const codecpar = {
    codec_type: 1,
    codec_id: 86_076,
    sample_rate: 48_000,
    channels: channelCount,
    extradata: opusHead(channelCount),
  };
  return { codecpar, time_base: [1, 48_000] };
}

/** The settings of the encoder under test, in FFmpeg's words. */
export function videoOptions({ codec, width, height, bitrate, cpuUsed }: VideoSettings): object {
  const common = {
    deadline: 'realtime',
    'cpu-used': String(codec === 'vp9' ? cpuUsed : -cpuUsed),
    'lag-in-frames': '0',
    'static-thresh': '1',
    'max-intra-rate': '900',
    'undershoot-pct': codec === 'vp9' ? '50' : '100',
    'overshoot-pct': codec === 'vp9' ? '50' : '15',
    bufsize: String(bitrate),
    rc_init_occupancy: String(bitrate / 2),
    threads: '1',
  };
  return {
    ctx: {
      bit_rate: bitrate,
      rc_min_rate: bitrate,
      rc_max_rate: bitrate,
      qmin: 2,
      qmax: 56,
      gop_size: 3_000,
      pix_fmt: FORMAT_I420,
      width,
      height,
      framerate_num: FRAMERATE,
      framerate_den: 1,
    },
    time_base: [1, FRAMERATE],
    options:
      codec === 'vp9'
        ? { ...common, 'aq-mode': '3', 'tile-columns': '0', 'row-mt': '0', 'frame-parallel': '0' }
        : { ...common, 'noise-sensitivity': '0' },
  };
}

/** The identification header of RFC 7845, 5.1, without pre-skip. */
function opusHead(channelCount: number): Uint8Array {
  const head = new Uint8Array(19);
  head.set(new TextEncoder().encode('OpusHead'));
  head.set([1, channelCount], 8);
  new DataView(head.buffer).setUint32(12, 48_000, true);
  return head;
}
