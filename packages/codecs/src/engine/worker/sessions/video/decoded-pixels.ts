import type { VpxPicture, VpxPictureFormat } from '../../../../vpx/index.ts';
import { pixelLayout, type VideoPixelFormat } from '../../../../webcodecs/data/video/pixel-formats.ts';
import { combineLayout } from '../../../../webcodecs/data/video/plane-layout.ts';
import type { PixelsMessage } from '../../payloads.ts';
import type { KnownColors } from './encoded-colors.ts';

/** How a picture is handed out: WebCodecs has no 4:4:0, so its rows of chroma are doubled. */
const FORMATS: Readonly<Record<VpxPictureFormat, VideoPixelFormat>> = {
  I420: 'I420',
  I422: 'I422',
  I440: 'I444',
  I444: 'I444',
};

/**
 * Copies a picture off the codec's heap.
 *
 * @param spare a buffer that may be used if it is large enough and not much larger
 */
export function decodedPixels(
  picture: VpxPicture,
  colorSpace: KnownColors,
  spare: ArrayBuffer | undefined,
): PixelsMessage {
  const { width, height } = picture;
  const format = FORMATS[picture.format];
  const { planes } = pixelLayout(format);
  const across = Math.max(...planes.map(({ sampleWidth }) => sampleWidth));
  const down = Math.max(...planes.map(({ sampleHeight }) => sampleHeight));
  const codedWidth = Math.ceil(width / across) * across;
  const codedHeight = Math.ceil(height / down) * down;
  const coded = { x: 0, y: 0, width: codedWidth, height: codedHeight };
  const { planes: layout, allocationSize } = combineLayout(format, coded, undefined);
  const data = roomFor(allocationSize, spare);
  layout.forEach(({ offset, stride }, index) => {
    const plane = picture.planes[index];
    const rows = Math.ceil(codedHeight / (planes[index]?.sampleHeight ?? 1));
    const doubled = index > 0 && picture.format === 'I440';
    if (plane) copyRows(plane, data, { offset, stride, rows, doubled });
  });
  return { format, data, layout, codedWidth, codedHeight, visibleRect: { x: 0, y: 0, width, height }, colorSpace };
}

function roomFor(sizeBytes: number, spare: ArrayBuffer | undefined): Uint8Array<ArrayBuffer> {
  const fits = spare && spare.byteLength >= sizeBytes && spare.byteLength <= 2 * sizeBytes;
  return fits ? new Uint8Array(spare, 0, sizeBytes) : new Uint8Array(sizeBytes);
}

interface Rows {
  readonly offset: number;
  readonly stride: number;
  readonly rows: number;
  /** Whether each row of the source makes two. */
  readonly doubled: boolean;
}

function copyRows(from: VpxPicture['planes'][number], to: Uint8Array, { offset, stride, rows, doubled }: Rows): void {
  if (from.stride === stride && !doubled) {
    to.set(from.data.subarray(0, rows * stride), offset);
    return;
  }
  const shift = doubled ? 1 : 0;
  for (let row = 0; row < rows; row += 1) {
    const start = (row >> shift) * from.stride;
    to.set(from.data.subarray(start, start + stride), offset + row * stride);
  }
}
