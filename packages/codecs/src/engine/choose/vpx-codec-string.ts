/** What a codec string says of a VP8 or VP9 stream. */
export interface VpxCodecString {
  /** The format. */
  readonly codec: 'vp8' | 'vp9';
  /** VP9 profile, 0 to 3; 0 for VP8. */
  readonly profile: number;
  /** Bits of a sample: 8, 10 or 12. */
  readonly bitDepth: number;
}

const VP9 = /^vp09\.(0[0-3])\.(\d\d)\.(08|10|12)(?:\.(0[0-3])\.(\d\d)\.(\d\d)\.(\d\d)\.(0[01]))?$/;
const LEVELS: ReadonlySet<string> = new Set('10 11 20 21 30 31 40 41 50 51 52 60 61 62'.split(' '));

/**
 * Reads `vp8` or `vp09.PP.LL.DD` with or without the colours behind it; `undefined` for everything else, such as the
 * ambiguous `vp9`. Source: VP8 and VP9 WebCodecs Registrations; VP Codec ISO Media File Format Binding, "Codecs
 * Parameter String".
 */
export function parseVpxCodecString(text: string): VpxCodecString | undefined {
  if (text === 'vp8') return { codec: 'vp8', profile: 0, bitDepth: 8 };
  const [, profileText, level = '', depthText] = VP9.exec(text) ?? [];
  if (!LEVELS.has(level)) return undefined;
  const profile = Number(profileText);
  const bitDepth = Number(depthText);
  const isDeep = profile >= 2;
  return isDeep === bitDepth > 8 ? { codec: 'vp9', profile, bitDepth } : undefined;
}
