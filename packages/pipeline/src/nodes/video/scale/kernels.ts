/** How pixels between pixels are found. */
export type ScaleAlgorithm = 'nearest' | 'bilinear' | 'bicubic' | 'lanczos';

/** A filter: how much a pixel counts at a distance, and how far it reaches. */
export interface Kernel {
  /** In pixels of the smaller of the two pictures. */
  readonly radius: number;
  weight(distance: number): number;
}

/** The filters by name; `nearest` has none. */
export const KERNELS: Readonly<Record<Exclude<ScaleAlgorithm, 'nearest'>, Kernel>> = {
  bilinear: { radius: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { radius: 2, weight: cubic },
  lanczos: { radius: 3, weight: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Keys' cubic with a = −0.5. Source: R. Keys, "Cubic convolution interpolation for digital image processing", 1981. */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  if (x < 2) return -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2;
  return 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
