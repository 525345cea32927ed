import type { RgbFormat } from '../video/pixel-formats.ts';
import type { SourcePixels, TargetPixels } from './convert-pixels.ts';

/** Puts red, green, blue and opacity in order. An X becomes 255, so that whoever takes it for opacity is not misled. */
export function rgbToRgb({ bytes, layout, rect }: SourcePixels, format: RgbFormat, target: TargetPixels): void {
  const { offset, stride } = layout[0] ?? { offset: 0, stride: 0 };
  const swap = format[0] === target.format[0] ? 0 : 2;
  const opaque = format[3] === 'X' || target.format[3] === 'X' ? 255 : 0;
  const out = target.bytes;
  for (let row = 0; row < rect.height; row += 1) {
    const start = offset + (rect.y + row) * stride + rect.x * 4;
    let into = target.offset + row * target.stride;
    for (let at = start; at < start + rect.width * 4; at += 4, into += 4) {
      out[into] = bytes[at + swap] ?? 0;
      out[into + 1] = bytes[at + 1] ?? 0;
      out[into + 2] = bytes[at + 2 - swap] ?? 0;
      out[into + 3] = (bytes[at + 3] ?? 0) | opaque;
    }
  }
}
