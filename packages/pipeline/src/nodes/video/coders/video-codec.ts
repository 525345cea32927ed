import { SdkError } from '@remotemedia/base';
import { VideoDecoder, VideoEncoder } from '@remotemedia/codecs';
import { VIDEO_CODECS, type VideoCodec } from './codec-names.ts';

/** How each begins in the codec registry of WebCodecs. */
const PREFIXES: Readonly<Record<VideoCodec, readonly string[]>> = {
  Vp8: ['vp8'],
  Vp9: ['vp9', 'vp09.'],
  H264: ['avc1.', 'avc3.', 'h264'],
  Av1: ['av01.', 'av1'],
};

/** Whether a codec string of WebCodecs, or a plain name, means that codec. */
export function isCodec(codec: string, name: VideoCodec): boolean {
  const lower = codec.toLowerCase();
  return PREFIXES[name].some((prefix) => lower === prefix || (prefix.endsWith('.') && lower.startsWith(prefix)));
}

/** The codec string for pictures of a size: the lowest level that has room for them. */
export function codecString(name: VideoCodec, width: number, height: number): string {
  const pixels = width * height;
  switch (name) {
    case 'Vp8':
      return 'vp8';
    case 'Vp9':
      // Levels 3.1, 4.1 and 5.2. Source: VP9 Levels, "Max Luma Picture Size".
      return `vp09.00.${pixels <= 983_040 ? '31' : pixels <= 2_228_224 ? '41' : '52'}.08`;
    case 'H264':
      // Constrained baseline, levels 3.1, 4.0 and 5.2. Source: ITU-T H.264, table A-1.
      return `avc1.42E0${pixels <= 921_600 ? '1F' : pixels <= 2_097_152 ? '28' : '34'}`;
    case 'Av1':
      // Main profile, levels 3.1, 4.0 and 6.0. Source: AV1 specification, annex A.
      return `av01.0.${pixels <= 1_065_024 ? '05' : pixels <= 2_359_296 ? '08' : '16'}M.08`;
  }
}

/** The codec string for a decoder, of one of WebCodecs or a plain name such as `vp9`. */
export function decoderString(codec: string, width: number, height: number): string {
  const plain = VIDEO_CODECS.find((name) => name.toLowerCase() === codec.toLowerCase());
  return plain ? codecString(plain, width, height) : codec;
}

/** The codecs that can be encoded here at 320×240, by upstream's names. */
export async function encodableCodecs(): Promise<readonly VideoCodec[]> {
  return filterCodecs(async (codec) => {
    const { supported } = await VideoEncoder.isConfigSupported({ codec, width: 320, height: 240 });
    return supported;
  });
}

/** The codecs that can be decoded here, by upstream's names. */
export async function decodableCodecs(): Promise<readonly VideoCodec[]> {
  return filterCodecs(async (codec) => (await VideoDecoder.isConfigSupported({ codec })).supported);
}

async function filterCodecs(isSupported: (codec: string) => Promise<boolean>): Promise<readonly VideoCodec[]> {
  const found = await Promise.all(VIDEO_CODECS.map((name) => isSupported(codecString(name, 320, 240))));
  return VIDEO_CODECS.filter((_name, index) => found[index]);
}

/** The error for what no engine here can do: it names what there is. */
export function unsupported(what: string, there: readonly VideoCodec[]): SdkError {
  return new SdkError(
    'unimplemented',
    `${what} is not possible here; there is ${there.join(', ') || 'no codec at all'}`,
  );
}
