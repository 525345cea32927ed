/** How pixels are stored. Source: WebCodecs §9.8, Pixel Format. */
export type VideoPixelFormat =
  | 'I420'
  | 'I420P10'
  | 'I420P12'
  | 'I420A'
  | 'I420AP10'
  | 'I420AP12'
  | 'I422'
  | 'I422P10'
  | 'I422P12'
  | 'I422A'
  | 'I422AP10'
  | 'I422AP12'
  | 'I444'
  | 'I444P10'
  | 'I444P12'
  | 'I444A'
  | 'I444AP10'
  | 'I444AP12'
  | 'NV12'
  | 'RGBA'
  | 'RGBX'
  | 'BGRA'
  | 'BGRX';

/** A format with one plane of four bytes for each pixel. */
export type RgbFormat = 'RGBA' | 'RGBX' | 'BGRA' | 'BGRX';

/** How the samples of one plane lie. */
export interface PlaneFormat {
  /** Bytes for one sample of the plane. */
  readonly sampleBytes: 1 | 2 | 4;
  /** Pixels that one sample covers, across. */
  readonly sampleWidth: 1 | 2;
  /** Pixels that one sample covers, down. */
  readonly sampleHeight: 1 | 2;
}

/** What a format means. */
export interface PixelLayout {
  /** Its planes, in order. */
  readonly planes: readonly PlaneFormat[];
  /** Bits of one value. */
  readonly bitDepth: 8 | 10 | 12;
  /** Whether the planes are luma and chroma. */
  readonly isYuv: boolean;
  /** The same format without opacity; itself where it has none. */
  readonly opaque: VideoPixelFormat;
}

const LAYOUTS: Readonly<Record<VideoPixelFormat, PixelLayout>> = {
  I420: planar(2, 2, 8, 'I420'),
  I420P10: planar(2, 2, 10, 'I420P10'),
  I420P12: planar(2, 2, 12, 'I420P12'),
  I420A: planar(2, 2, 8, 'I420', true),
  I420AP10: planar(2, 2, 10, 'I420P10', true),
  I420AP12: planar(2, 2, 12, 'I420P12', true),
  I422: planar(2, 1, 8, 'I422'),
  I422P10: planar(2, 1, 10, 'I422P10'),
  I422P12: planar(2, 1, 12, 'I422P12'),
  I422A: planar(2, 1, 8, 'I422', true),
  I422AP10: planar(2, 1, 10, 'I422P10', true),
  I422AP12: planar(2, 1, 12, 'I422P12', true),
  I444: planar(1, 1, 8, 'I444'),
  I444P10: planar(1, 1, 10, 'I444P10'),
  I444P12: planar(1, 1, 12, 'I444P12'),
  I444A: planar(1, 1, 8, 'I444', true),
  I444AP10: planar(1, 1, 10, 'I444P10', true),
  I444AP12: planar(1, 1, 12, 'I444P12', true),
  NV12: {
    planes: [
      { sampleBytes: 1, sampleWidth: 1, sampleHeight: 1 },
      { sampleBytes: 2, sampleWidth: 2, sampleHeight: 2 },
    ],
    bitDepth: 8,
    isYuv: true,
    opaque: 'NV12',
  },
  RGBA: packed('RGBX'),
  RGBX: packed('RGBX'),
  BGRA: packed('BGRX'),
  BGRX: packed('BGRX'),
};

/** All pixel formats there are. */
export const PIXEL_FORMATS: readonly string[] = Object.keys(LAYOUTS);

/** What `format` means. */
export function pixelLayout(format: VideoPixelFormat): PixelLayout {
  return LAYOUTS[format];
}

/** Whether it is the name of a pixel format. */
export function isPixelFormat(name: unknown): name is VideoPixelFormat {
  return typeof name === 'string' && Object.hasOwn(LAYOUTS, name);
}

/** Whether a pixel of it is four bytes. */
export function isRgbFormat(format: VideoPixelFormat): format is RgbFormat {
  return !LAYOUTS[format].isYuv;
}

function planar(
  sampleWidth: 1 | 2,
  sampleHeight: 1 | 2,
  bitDepth: 8 | 10 | 12,
  opaque: VideoPixelFormat,
  hasAlpha = false,
): PixelLayout {
  const sampleBytes = bitDepth === 8 ? 1 : 2;
  const full: PlaneFormat = { sampleBytes, sampleWidth: 1, sampleHeight: 1 };
  const chroma: PlaneFormat = { sampleBytes, sampleWidth, sampleHeight };
  return { planes: [full, chroma, chroma, ...(hasAlpha ? [full] : [])], bitDepth, isYuv: true, opaque };
}

function packed(opaque: VideoPixelFormat): PixelLayout {
  return { planes: [{ sampleBytes: 4, sampleWidth: 1, sampleHeight: 1 }], bitDepth: 8, isYuv: false, opaque };
}
