import { closeSync, openSync, writeSync } from 'node:fs';

/** Red, green and blue, each 0–255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** One picture to be drawn: its colour at a pixel of a given frame. */
export type Painter = (x: number, y: number, frame: number) => Rgb;

/** Size and length of a raw video file. Width and height must be even. */
export interface ClipShape {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** How many frames the file holds; a fake camera plays them in a loop. */
  readonly frameCount: number;
}

/**
 * Writes a YUV4MPEG2 file (I420, BT.601 limited range), the uncompressed form that Chromium plays as a fake camera.
 * Source: the YUV4MPEG2 page of the MultimediaWiki; ITU-R BT.601 for the colours.
 */
export function writeY4m(path: string, shape: ClipShape, paint: Painter): void {
  const file = openSync(path, 'w');
  try {
    writeSync(file, `YUV4MPEG2 W${shape.width} H${shape.height} F${shape.framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    for (let frame = 0; frame < shape.frameCount; frame += 1) {
      writeSync(file, 'FRAME\n');
      writeSync(file, drawFrame(shape, frame, paint));
    }
  } finally {
    closeSync(file);
  }
}

/** One I420 frame: a full plane of luma, then two planes of chroma at half the width and height. */
function drawFrame({ width, height }: ClipShape, frame: number, paint: Painter): Buffer {
  const planeBytes = width * height;
  const bytes = Buffer.alloc((planeBytes * 3) / 2);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = paint(x, y, frame);
      bytes[y * width + x] = luma(colour);
      if (x % 2 === 1 || y % 2 === 1) continue;
      const at = planeBytes + ((y / 2) * width) / 2 + x / 2;
      bytes[at] = blueDifference(colour);
      bytes[at + planeBytes / 4] = redDifference(colour);
    }
  }
  return bytes;
}

function luma([red, green, blue]: Rgb): number {
  return Math.round(16 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255);
}

function blueDifference([red, green, blue]: Rgb): number {
  return Math.round(128 + (-37.797 * red - 74.203 * green + 112 * blue) / 255);
}

function redDifference([red, green, blue]: Rgb): number {
  return Math.round(128 + (112 * red - 93.786 * green - 18.214 * blue) / 255);
}
