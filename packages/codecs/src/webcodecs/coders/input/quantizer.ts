import type { VideoEncoderEncodeOptions } from '../config-types.ts';

type CodecOptions = Omit<VideoEncoderEncodeOptions, 'keyFrame'>;

/** Under which member the options of a codec are, by the beginning of its codec string. */
const MEMBERS: readonly (readonly [string, keyof CodecOptions])[] = [
  ['vp8', 'vp8'],
  ['vp09', 'vp9'],
  ['av01', 'av1'],
  ['avc', 'avc'],
  ['hvc1', 'hevc'],
  ['hev1', 'hevc'],
];

/** The member that a codec's own options are under; `undefined` for a codec that has none. */
export function optionsMember(codec: string): keyof CodecOptions | undefined {
  return MEMBERS.find(([start]) => codec.startsWith(start))?.[1];
}

/** The quantizer for one frame, if the options have one for this codec. Source: the codec registrations */
export function quantizerOf(codec: string, options: CodecOptions): number | undefined {
  const member = optionsMember(codec);
  return (member && options[member]?.quantizer) ?? undefined;
}
