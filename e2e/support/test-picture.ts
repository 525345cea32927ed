import type { ClipShape, Painter, Rgb } from './y4m.ts';

const MARK_WIDTH = 40;

/** A field of one hue with a bright bar that crosses it, so that both the sender and the movement can be told. */
export function testPicture(hueDegrees: number, { width, frameCount }: ClipShape): Painter {
  const field = vividColour(hueDegrees);
  return (x, _y, frame) => {
    const markX = (frame * width) / frameCount;
    const distance = (x - markX + width) % width;
    return distance < MARK_WIDTH ? [235, 235, 235] : field;
  };
}

/** A strong colour of middling brightness. Source: the HSV model, with saturation 0.9 and value 0.8. */
export function vividColour(hueDegrees: number): Rgb {
  const channel = (offset: number): number => {
    const sector = (offset + hueDegrees / 60) % 6;
    return Math.round(204 * (1 - 0.9 * Math.max(0, Math.min(sector, 4 - sector, 1))));
  };
  return [channel(5), channel(3), channel(1)];
}
