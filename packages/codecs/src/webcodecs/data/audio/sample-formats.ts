/** How audio samples are stored. Source: WebCodecs §9.3, Audio Sample Format. */
export type AudioSampleFormat = 'u8' | 's16' | 's32' | 'f32' | 'u8-planar' | 's16-planar' | 's32-planar' | 'f32-planar';

/** How one sample is stored, in whichever order. */
export type SampleType = 'u8' | 's16' | 's32' | 'f32';

/** All sample formats there are. */
export const SAMPLE_FORMATS: readonly AudioSampleFormat[] = [
  'u8',
  's16',
  's32',
  'f32',
  'u8-planar',
  's16-planar',
  's32-planar',
  'f32-planar',
];

/** What a format means. */
export interface SampleLayout {
  /** How one sample is stored. */
  readonly type: SampleType;
  /** How long one sample is. */
  readonly sampleBytes: 1 | 2 | 4;
  /** Whether each channel has a plane of its own. */
  readonly isPlanar: boolean;
}

const SAMPLE_BYTES = { u8: 1, s16: 2, s32: 4, f32: 4 } as const;

/** What `format` means. */
export function sampleLayout(format: AudioSampleFormat): SampleLayout {
  const isPlanar = format.endsWith('-planar');
  const type = sampleType(format);
  return { type, sampleBytes: SAMPLE_BYTES[type], isPlanar };
}

function sampleType(format: AudioSampleFormat): SampleType {
  switch (format) {
    case 'u8':
    case 'u8-planar':
      return 'u8';
    case 's16':
    case 's16-planar':
      return 's16';
    case 's32':
    case 's32-planar':
      return 's32';
    case 'f32':
    case 'f32-planar':
      return 'f32';
  }
}
