import { SdkError } from '@remotemedia/base';
import type { CodecFile } from '../../../module/codec-source.ts';
import { vpxCodecOf } from '../sessions/video/vpx-codec.ts';

/** The file for an audio codec. @throws {SdkError} `unimplemented` for another codec than Opus */
export function audioFile(codec: string): CodecFile {
  if (codec === 'opus') return 'opus';
  throw new SdkError('unimplemented', `there is no WebAssembly codec for ${codec}; there is one for opus`);
}

/** The file that encodes a video codec. @throws {SdkError} `unimplemented` for another than VP8 and VP9 */
export function videoEncoderFile(codec: string): CodecFile {
  return `${vpxCodecOf(codec)}-encoder`;
}

/** The file that decodes a video codec. @throws {SdkError} `unimplemented` for another than VP8 and VP9 */
export function videoDecoderFile(codec: string): CodecFile {
  return `${vpxCodecOf(codec)}-decoder`;
}
