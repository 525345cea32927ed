import type { Picture } from './contender.ts';

/** Goes on with one number for all pixels so far (FNV-1a over 32 bits); gaps between rows do not count. */
export function digestOf({ width, height, planes }: Picture, before: number): number {
  let digest = before === 0 ? 0x811c_9dc5 : before;
  for (const [index, { data, stride }] of planes.entries()) {
    const columns = index === 0 ? width : (width + 1) >> 1;
    const rows = index === 0 ? height : (height + 1) >> 1;
    for (let row = 0; row < rows; row += 1) {
      const end = row * stride + columns;
      for (let at = row * stride; at < end; at += 1) digest = Math.imul(digest ^ (data[at] ?? 0), 0x0100_0193);
    }
  }
  return digest >>> 0;
}
