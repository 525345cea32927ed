import { blankPicture, type Picture, planeOf } from '../pixels/picture.ts';
import { pixelShape } from '../pixels/pixel-shape.ts';
import { type Axis, planAxis } from './axis.ts';
import { filterPlane } from './filter-plane.ts';
import { KERNELS, type ScaleAlgorithm } from './kernels.ts';
import { nearestPlane } from './nearest-plane.ts';
import { premultiply, unpremultiply } from './premultiply.ts';

/** Scales pictures to one size. What it found out for one picture it keeps for the next of the same kind. */
export class PictureScaler {
  readonly #width: number;
  readonly #height: number;
  readonly #algorithm: ScaleAlgorithm;
  #plannedFor = '';
  #axes: readonly { readonly across: Axis; readonly down: Axis }[] = [];

  constructor(width: number, height: number, algorithm: ScaleAlgorithm) {
    this.#width = width;
    this.#height = height;
    this.#algorithm = algorithm;
  }

  /** The scaled picture; the pixels of `source` may have changed afterwards. */
  scale(source: Picture): Picture {
    const target = blankPicture(source.format, this.#width, this.#height);
    const algorithm = this.#algorithm;
    if (algorithm === 'nearest') {
      const [ratioX, ratioY] = [source.width / target.width, source.height / target.height];
      source.planes.forEach((plane, index) => {
        nearestPlane(plane, planeOf(target, index), ratioX, ratioY);
      });
      return target;
    }
    this.#plan(source, target, algorithm);
    const isWeighed = premultiply(source);
    const { bitDepth } = pixelShape(source.format);
    this.#axes.forEach(({ across, down }, index) => {
      filterPlane(planeOf(source, index), planeOf(target, index), across, down, bitDepth);
    });
    if (isWeighed) unpremultiply(target);
    return target;
  }

  #plan(source: Picture, target: Picture, algorithm: keyof typeof KERNELS): void {
    const key = `${source.format} ${source.width}×${source.height}`;
    if (key === this.#plannedFor) return;
    const kernel = KERNELS[algorithm];
    this.#axes = source.planes.map(({ width, height }, index) => {
      const plane = planeOf(target, index);
      return {
        across: planAxis(width, plane.width, source.width / target.width, kernel),
        down: planAxis(height, plane.height, source.height / target.height, kernel),
      };
    });
    this.#plannedFor = key;
  }
}
