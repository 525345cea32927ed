import { normal, seeded } from './random.mjs';
import { makeTexture } from './texture.mjs';

/** Deviation of the camera's noise, in steps of luma. */
const NOISE = 2;
const NOISE_LENGTH = 1 << 16;

/** @typedef {{ luma: number, u: number, v: number, detail: number }} Paint `detail` is the contrast of the texture */

/** @type {Record<string, Paint>} */
const PAINTS = {
  wall: { luma: 128, u: 132, v: 122, detail: 120 },
  clothes: { luma: 74, u: 140, v: 118, detail: 90 },
  face: { luma: 158, u: 112, v: 150, detail: 60 },
  hand: { luma: 150, u: 114, v: 148, detail: 50 },
};

/**
 * @typedef {object} Shape an ellipse that carries its texture with it; sizes are shares of the picture's height
 * @property {Paint} paint
 * @property {number} x of its middle
 * @property {number} y
 * @property {number} radiusX
 * @property {number} radiusY
 */

/**
 * Somebody in front of a camera in somebody's hand: a wall, shoulders and a head that sway by parts of a pixel, a hand
 * that waves across, all with textures whose detail falls off with its fineness as that of nature does, light that
 * changes a little, and the noise of a camera on top.
 *
 * @param {number} width even
 * @param {number} height even
 * @param {number} count
 * @returns {Uint8Array} that many I420 pictures, one after the other
 */
export function makePictures(width, height, count) {
  const random = seeded(3);
  const texture = makeTexture(random, 1_024);
  const noise = Int8Array.from({ length: NOISE_LENGTH }, () => Math.round(normal(random) * NOISE));
  const pictureBytes = (width * height * 3) / 2;
  const all = new Uint8Array(pictureBytes * count);
  for (let index = 0; index < count; index += 1) {
    const picture = all.subarray(index * pictureBytes, (index + 1) * pictureBytes);
    const seconds = index / 30;
    paintWall(picture, width, height, texture, seconds);
    for (const shape of shapesAt(seconds, width / height)) paintShape(picture, width, height, shape, texture);
    addNoise(picture, width, noise, random, 1 + 0.012 * Math.sin(index / 23));
  }
  return all;
}

/** @param {number} seconds @param {number} aspect @returns {Shape[]} those in front last */
function shapesAt(seconds, aspect) {
  const middle = aspect / 2 + 0.035 * Math.sin(seconds * 1.9) + 0.012 * Math.sin(seconds * 5.3);
  const nod = 0.014 * Math.sin(seconds * 3.1);
  const wave = Math.sin(seconds * 4.7);
  return [
    { paint: PAINTS.clothes, x: middle * 0.98, y: 1.02, radiusX: 0.46, radiusY: 0.36 },
    { paint: PAINTS.face, x: middle, y: 0.44 + nod, radiusX: 0.17, radiusY: 0.23 },
    { paint: PAINTS.hand, x: aspect * 0.76 + 0.16 * wave, y: 0.6 - 0.06 * wave * wave, radiusX: 0.075, radiusY: 0.1 },
  ];
}

/** @param {Uint8Array} picture @param {number} width @param {number} height @param {import('./texture.mjs').Texture} texture @param {number} seconds */
function paintWall(picture, width, height, texture, seconds) {
  const { luma, u, v, detail } = PAINTS.wall;
  const scale = 720 / height;
  const [left, top] = [6 * Math.sin(seconds * 1.3) + 2.5 * Math.sin(seconds * 6.1), 4 * Math.cos(seconds * 1.7)];
  const chroma = width * height;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const grain = texture.at(x * scale + left, y * scale + top);
      picture[y * width + x] = luma + detail * grain - 30 * (y / height);
      if (x % 2 === 1 || y % 2 === 1) continue;
      const at = chroma + (y / 2) * (width / 2) + x / 2;
      picture[at] = u + 24 * grain;
      picture[at + chroma / 4] = v - 24 * grain;
    }
  }
}

/** @param {Uint8Array} picture @param {number} width @param {number} height @param {Shape} shape @param {import('./texture.mjs').Texture} texture */
function paintShape(picture, width, height, { paint, ...shape }, texture) {
  const [middleX, middleY] = [shape.x * height, shape.y * height];
  const [radiusX, radiusY] = [shape.radiusX * height, shape.radiusY * height];
  const scale = 720 / height;
  const chroma = width * height;
  const rows = {
    from: Math.max(0, Math.floor(middleY - radiusY - 2)),
    to: Math.min(height, Math.ceil(middleY + radiusY + 2)),
  };
  const columns = {
    from: Math.max(0, Math.floor(middleX - radiusX - 2)),
    to: Math.min(width, Math.ceil(middleX + radiusX + 2)),
  };
  for (let y = rows.from; y < rows.to; y += 1) {
    for (let x = columns.from; x < columns.to; x += 1) {
      const [dx, dy] = [(x - middleX) / radiusX, (y - middleY) / radiusY];
      const inside = Math.min(1, Math.max(0, ((1 - Math.hypot(dx, dy)) * radiusX) / 1.5));
      if (inside === 0) continue;
      const grain = texture.at((x - middleX + 1_000) * scale * 1.3, (y - middleY + 1_000) * scale * 1.3);
      // Lit from the upper left.
      mix(picture, y * width + x, paint.luma + paint.detail * grain - 26 * (dx + dy), inside);
      if (x % 2 === 1 || y % 2 === 1) continue;
      const at = chroma + (y / 2) * (width / 2) + x / 2;
      mix(picture, at, paint.u + 10 * grain, inside);
      mix(picture, at + chroma / 4, paint.v - 10 * grain, inside);
    }
  }
}

/** @param {Uint8Array} picture @param {number} at @param {number} value @param {number} share */
function mix(picture, at, value, share) {
  picture[at] += (Math.min(235, Math.max(16, value)) - picture[at]) * share;
}

/** @param {Uint8Array} picture @param {number} width @param {Int8Array} noise @param {() => number} random @param {number} light */
function addNoise(picture, width, noise, random, light) {
  const luma = (picture.length * 2) / 3;
  for (let row = 0; row < picture.length; row += width) {
    const from = Math.floor(random() * (NOISE_LENGTH - width));
    const end = Math.min(row + width, picture.length);
    for (let at = row; at < end; at += 1) {
      const clean = at < luma ? picture[at] * light : picture[at];
      picture[at] = Math.min(235, Math.max(16, Math.round(clean + noise[from + at - row] * (at < luma ? 1 : 0.5))));
    }
  }
}
