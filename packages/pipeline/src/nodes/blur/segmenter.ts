/** How sure a model is, for each pixel, that it shows a person: 0 to 1, row by row. It is overwritten by the next one. */
export interface PersonMask {
  readonly width: number;
  readonly height: number;
  readonly confidences: Float32Array;
}

/** Finds the person in a picture. Who opens one closes it. */
export interface Segmenter {
  /** What a canvas shows. The mask is as large. @throws {SdkError} `failed-precondition` when the model gives another one */
  segment(picture: OffscreenCanvas): PersonMask;
  /** Lets go of the model. Calling it again does nothing. */
  close(): void;
}
