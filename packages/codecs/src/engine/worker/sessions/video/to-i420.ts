import { pixelLayout } from '../../../../webcodecs/data/video/pixel-formats.ts';
import type { PixelsMessage } from '../../payloads.ts';

/** One plane of samples. */
interface Samples {
  readonly at: (x: number, y: number) => number;
  readonly width: number;
  readonly height: number;
}

/**
 * Luma and chroma of any depth and any number of chroma samples as I420: values lose their lowest bits, chroma samples
 * that fall together are averaged, opacity is left out.
 */
export function toI420(pixels: PixelsMessage): PixelsMessage {
  const { x, y, width, height } = pixels.visibleRect;
  const chromaWidth = (width + 1) >> 1;
  const chromaHeight = (height + 1) >> 1;
  const lumaBytes = width * height;
  const chromaBytes = chromaWidth * chromaHeight;
  const data = new Uint8Array(lumaBytes + 2 * chromaBytes);
  const layout = [
    { offset: 0, stride: width },
    { offset: lumaBytes, stride: chromaWidth },
    { offset: lumaBytes + chromaBytes, stride: chromaWidth },
  ];
  layout.forEach(({ offset }, plane) => {
    const size = plane === 0 ? { width, height } : { width: chromaWidth, height: chromaHeight };
    reduce(samplesOf(pixels, plane, { x, y }), data.subarray(offset), size);
  });
  const visibleRect = { x: 0, y: 0, width, height };
  return { ...pixels, format: 'I420', data, layout, codedWidth: width, codedHeight: height, visibleRect };
}

function samplesOf(pixels: PixelsMessage, plane: number, from: { x: number; y: number }): Samples {
  const { planes, bitDepth } = pixelLayout(pixels.format);
  const { sampleWidth, sampleHeight, sampleBytes } = planes[plane] ?? {
    sampleWidth: 1,
    sampleHeight: 1,
    sampleBytes: 1,
  };
  const { offset, stride } = pixels.layout[plane] ?? { offset: 0, stride: 0 };
  const { data, visibleRect } = pixels;
  const left = Math.floor(from.x / sampleWidth);
  const top = Math.floor(from.y / sampleHeight);
  const shift = bitDepth - 8;
  const at = (x: number, y: number) => {
    const index = offset + (top + y) * stride + (left + x) * sampleBytes;
    if (sampleBytes === 1) return data[index] ?? 0;
    // Little-endian, as everything in WebCodecs.
    return ((data[index] ?? 0) | ((data[index + 1] ?? 0) << 8)) >> shift;
  };
  const width = Math.ceil(visibleRect.width / sampleWidth);
  const height = Math.ceil(visibleRect.height / sampleHeight);
  return { at, width, height };
}

/** Averages the samples that fall together. */
function reduce(from: Samples, to: Uint8Array, { width, height }: { width: number; height: number }): void {
  const across = from.width > width ? 1 : 0;
  const down = from.height > height ? 1 : 0;
  for (let y = 0; y < height; y += 1) {
    const top = y << down;
    const bottom = Math.min(top + down, from.height - 1);
    for (let x = 0; x < width; x += 1) {
      const left = x << across;
      const right = Math.min(left + across, from.width - 1);
      const sum = from.at(left, top) + from.at(right, top) + from.at(left, bottom) + from.at(right, bottom);
      to[y * width + x] = (sum + 2) >> 2;
    }
  }
}
