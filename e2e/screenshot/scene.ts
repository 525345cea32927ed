import type { Person } from '../support/cast.ts';
import type { ClipShape, Painter, Rgb } from '../support/y4m.ts';

/** Colours of one portrait. */
interface Palette {
  readonly top: Rgb;
  readonly bottom: Rgb;
  readonly skin: Rgb;
  readonly hair: Rgb;
  readonly coat: Rgb;
}

const PALETTES: Readonly<Record<string, Palette>> = {
  Ada: { top: [64, 46, 110], bottom: [196, 110, 136], skin: [238, 196, 170], hair: [60, 36, 30], coat: [120, 40, 84] },
  Grace: { top: [18, 66, 90], bottom: [112, 176, 170], skin: [232, 184, 156], hair: [96, 92, 96], coat: [24, 40, 72] },
  Alan: { top: [40, 70, 44], bottom: [190, 180, 104], skin: [240, 200, 172], hair: [88, 58, 34], coat: [92, 96, 70] },
  Katherine: {
    top: [110, 62, 20],
    bottom: [240, 176, 96],
    skin: [140, 88, 60],
    hair: [34, 24, 22],
    coat: [206, 222, 226],
  },
};
const OTHER: Palette = {
  top: [50, 50, 60],
  bottom: [120, 120, 130],
  skin: [220, 180, 150],
  hair: [50, 40, 40],
  coat: [80, 80, 90],
};

/** Somebody in front of a wall: a gradient with a soft light, head, hair and shoulders that sway a little. */
export function portraitScene({ name }: Person, { width, height, frameCount }: ClipShape): Painter {
  const palette = PALETTES[name] ?? OTHER;
  return (pixelX, pixelY, frame) => {
    const sway = Math.sin((2 * Math.PI * frame) / frameCount);
    // Units of half the height, from the middle of the picture.
    const x = (pixelX - width / 2) / (height / 2) - 0.03 * sway;
    const y = (pixelY - height / 2) / (height / 2);
    const edge = 3 / height;
    let colour = mix(palette.top, palette.bottom, (y + 1) / 2);
    colour = mix(colour, [255, 244, 224], 0.35 * softness(Math.hypot(x + 0.9, y + 0.6), 0.2, 1.1));
    colour = mix(colour, palette.hair, disc(x, y + 0.2, 0.46, 0.54, edge));
    colour = mix(colour, palette.coat, disc(x, y - 1.12, 0.95, 0.72, edge));
    colour = mix(colour, shade(palette.skin, 0.86), disc(x, y - 0.36, 0.15, 0.3, edge));
    colour = mix(colour, palette.skin, disc(x, y + 0.1, 0.36, 0.45, edge));
    colour = mix(colour, palette.hair, disc(x, y + 0.52, 0.38, 0.2, edge));
    for (const side of [-1, 1]) colour = mix(colour, [40, 30, 30], disc(x - 0.13 * side, y + 0.12, 0.035, 0.045, edge));
    return mix(colour, [170, 84, 80], disc(x, y - 0.14, 0.11, 0.025 + 0.012 * (1 + sway), edge));
  };
}

/** 1 inside an ellipse around the origin, 0 outside, with a smooth edge. */
function disc(x: number, y: number, radiusX: number, radiusY: number, edge: number): number {
  const distance = (Math.hypot(x / radiusX, y / radiusY) - 1) * Math.min(radiusX, radiusY);
  return 1 - Math.min(1, Math.max(0, distance / edge + 0.5));
}

/** 1 up to `from`, 0 beyond `to`, a smooth slope between. */
function softness(distance: number, from: number, to: number): number {
  const share = Math.min(1, Math.max(0, (to - distance) / (to - from)));
  return share * share * (3 - 2 * share);
}

function shade([red, green, blue]: Rgb, factor: number): Rgb {
  return [red * factor, green * factor, blue * factor];
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const blend = (one: number, other: number): number => one + (other - one) * share;
  return [blend(from[0], to[0]), blend(from[1], to[1]), blend(from[2], to[2])];
}
