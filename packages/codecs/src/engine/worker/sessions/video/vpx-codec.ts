import { SdkError } from '@remotemedia/base';

/** The two codecs. */
export type VpxCodec = 'vp8' | 'vp9';

/**
 * Which codec a codec string names. Source: WebCodecs codec registry, "vp8" and "vp09.*".
 *
 * @throws {SdkError} `unimplemented` for another codec
 */
export function vpxCodecOf(codec: string): VpxCodec {
  if (codec === 'vp8') return 'vp8';
  if (codec.startsWith('vp09.') || codec === 'vp9') return 'vp9';
  throw new SdkError('unimplemented', `there is no WebAssembly codec for ${codec}; there is one for vp8 and vp09.*`);
}
