/** What the camera is asked for. */
export interface PictureSize {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** Pictures a second. */
  readonly frameRate: number;
}

/**
 * The picture that fits the number of other people in the room. In a mesh the camera is encoded once for each of
 * them and shown smaller the more they are, so size goes down as they come.
 */
export function pictureSizeFor(others: number): PictureSize {
  if (others <= 1) return { width: 1280, height: 720, frameRate: 30 };
  if (others <= 3) return { width: 960, height: 540, frameRate: 30 };
  if (others <= 6) return { width: 640, height: 360, frameRate: 24 };
  return { width: 480, height: 270, frameRate: 20 };
}

/** The same as constraints that a camera may miss without failing. */
export function pictureConstraints({ width, height, frameRate }: PictureSize): MediaTrackConstraints {
  return { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: frameRate } };
}
