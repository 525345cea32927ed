import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CodecFile } from '../module/codec-source.ts';
import type { VpxImage } from './image.ts';
import type { VpxPicture } from './picture.ts';
import type { VpxCodec } from './vpx-codec.ts';

const modules = new Map<CodecFile, WebAssembly.Module>();

/** A codec's code, for tests in Node. */
export function vpxModule(codec: VpxCodec, direction: 'encoder' | 'decoder'): WebAssembly.Module {
  const file = `${codec}-${direction}` as const;
  const known = modules.get(file);
  if (known) return known;
  const fresh = new WebAssembly.Module(readFileSync(new URL(`./${file}.wasm`, import.meta.url)));
  modules.set(file, fresh);
  return fresh;
}

/** A text of `fixtures/`, by lines; `wasm/vpx/bridge/fixtures/make.mjs` makes it. */
export function fixtureLines(name: string): string[] {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean);
}

/** The packets of an IVF file of `fixtures/`. */
export function fixturePackets(name: string): Uint8Array[] {
  const ivf = readFileSync(new URL(`./fixtures/${name}.ivf`, import.meta.url));
  const packets: Uint8Array[] = [];
  for (let at = 32; at < ivf.length; ) {
    const size = ivf.readUInt32LE(at);
    packets.push(new Uint8Array(ivf.subarray(at + 12, at + 12 + size)));
    at += 12 + size;
  }
  return packets;
}

/** In hexadecimal. */
export function md5(...parts: readonly Uint8Array[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The visible samples of a picture, without gaps. */
export function samplesOf({ planes, format, width, height }: VpxPicture): Uint8Array[] {
  return planes.map(({ data, stride }, index) => {
    const across = index > 0 && (format === 'I420' || format === 'I422') ? (width + 1) >> 1 : width;
    const down = index > 0 && (format === 'I420' || format === 'I440') ? (height + 1) >> 1 : height;
    const samples = new Uint8Array(across * down);
    for (let row = 0; row < down; row++) {
      samples.set(data.subarray(row * stride, row * stride + across), row * across);
    }
    return samples;
  });
}

/** The test picture: slopes that move, and a little noise; the same as in `wasm/vpx/bridge/fixtures/driver.c`. */
export function sample(x: number, y: number, time: number, plane: number): number {
  const mixed = Math.imul(x, 374761393) + Math.imul(y, 668265263) + Math.imul(time * 4 + plane, 2246822519);
  const noise = Math.imul(mixed ^ (mixed >>> 13), 1274126177) >>> 29;
  const slopes = ((x * 2 + time * 5) & 127) + ((y * 3 - time * 2) & 63);
  return (plane === 0 ? slopes : 96 + (slopes >> 2)) + noise;
}

/** The test picture as a frame without gaps. */
export function testImage(
  format: 'I420' | 'NV12' | 'RGBA' | 'BGRA',
  width: number,
  height: number,
  time: number,
): VpxImage {
  const across = (width + 1) >> 1;
  const down = (height + 1) >> 1;
  const size = { codedWidth: width, codedHeight: height };
  const bytes: number[] = [];
  const rows = (rowBytes: number, count: number, at: (x: number, y: number) => number) => {
    for (let y = 0; y < count; y++) for (let x = 0; x < rowBytes; x++) bytes.push(at(x, y));
  };
  if (format === 'RGBA' || format === 'BGRA') {
    rows(4 * width, height, (x, y) => sample(x >> 2, y, time, (x & 3) % 3));
    return { format, data: Uint8Array.from(bytes), layout: [{ offset: 0, stride: 4 * width }], ...size };
  }
  const layout = [{ offset: 0, stride: width }];
  rows(width, height, (x, y) => sample(x, y, time, 0));
  if (format === 'NV12') {
    layout.push({ offset: bytes.length, stride: 2 * across });
    rows(2 * across, down, (x, y) => sample(x >> 1, y, time, 1 + (x & 1)));
    return { format, data: Uint8Array.from(bytes), layout, ...size };
  }
  for (const plane of [1, 2]) {
    layout.push({ offset: bytes.length, stride: across });
    rows(across, down, (x, y) => sample(x, y, time, plane));
  }
  return { format, data: Uint8Array.from(bytes), layout, ...size };
}

/** Of the visible luma of two pictures of one size, in decibels. */
export function lumaPsnr(one: Uint8Array, other: Uint8Array): number {
  const squares = one.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0);
  return 10 * Math.log10((255 ** 2 * one.length) / Math.max(squares, 1e-9));
}
