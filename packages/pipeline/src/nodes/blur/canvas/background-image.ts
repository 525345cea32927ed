import { SdkError } from '@remotemedia/base';
import type { StillImageData } from '../../../data/runtime-data.ts';
import type { Drawing } from './open-canvas.ts';

/** Largest file of an image, in bytes. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Longest side of an image, in pixels. */
const MAX_SIDE_PX = 8192;

/** An image to be put behind a person. */
export class BackgroundImage {
  readonly #bitmap: ImageBitmap;

  private constructor(bitmap: ImageBitmap) {
    this.#bitmap = bitmap;
  }

  /**
   * Decodes an image.
   *
   * @throws {SdkError} `invalid-argument` for pixels without a file around them and for a file that is no image,
   * `resource-exhausted` for one of more than 16 MiB or with a side of more than 8192 pixels
   */
  static async decode({ data, format }: StillImageData): Promise<BackgroundImage> {
    if (format === 'raw')
      throw new SdkError('invalid-argument', 'a background must be JPEG, PNG or WebP, not raw pixels');
    if (data.length > MAX_FILE_BYTES) throw tooLarge(`a file of ${data.length} bytes`, `${MAX_FILE_BYTES} bytes`);
    const bitmap = await createImageBitmap(new Blob([data.slice()], { type: `image/${format}` })).catch((cause) => {
      throw new SdkError('invalid-argument', `the background is no ${format} that can be decoded`, { cause });
    });
    const { width, height } = bitmap;
    if (Math.max(width, height) <= MAX_SIDE_PX) return new BackgroundImage(bitmap);
    bitmap.close();
    throw tooLarge(`${width}×${height} pixels`, `${MAX_SIDE_PX} on each side`);
  }

  /** Draws it over all of a canvas; what does not fit is cut off on both sides alike. */
  drawOn({ canvas, context }: Drawing): void {
    const { width, height } = this.#bitmap;
    const scale = Math.max(canvas.width / width, canvas.height / height);
    const [cutWidth, cutHeight] = [canvas.width / scale, canvas.height / scale];
    const [x, y] = [(width - cutWidth) / 2, (height - cutHeight) / 2];
    context.drawImage(this.#bitmap, x, y, cutWidth, cutHeight, 0, 0, canvas.width, canvas.height);
  }

  /** Lets go of the pixels. */
  close(): void {
    this.#bitmap.close();
  }
}

function tooLarge(what: string, limit: string): SdkError {
  return new SdkError('resource-exhausted', `the background has ${what}; the limit is ${limit}`);
}
