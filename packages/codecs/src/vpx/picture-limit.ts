import { SdkError } from '@remotemedia/base';

/** Most pixels of one picture, encoded or decoded: 8192 × 4352, the most of level 6 of VP9. */
export const MAX_VPX_PIXELS: number = 8192 * 4352;

/** @throws {SdkError} `resource-exhausted` for more pixels than {@link MAX_VPX_PIXELS} */
export function assertPixels(width: number, height: number, what: string): void {
  if (width * height <= MAX_VPX_PIXELS) return;
  const limit = `${MAX_VPX_PIXELS} pixels, as many as 8192 x 4352`;
  throw new SdkError('resource-exhausted', `${what} may have at most ${limit}, not ${width} x ${height}`);
}
