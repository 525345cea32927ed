/** How much work a resampler makes of it. */
export type ResamplerQuality = 'low' | 'medium' | 'high';

/** What a filter is cut from. */
interface Shape {
  /** Zero crossings on each side. */
  readonly crossings: number;
  /** Shape of the Kaiser window (Kaiser, 1974). */
  readonly beta: number;
  /** Where it is down by 6 dB, as a part of the lower Nyquist frequency. */
  readonly cutoff: number;
}

/**
 * Windows for 100, 80 and 60 dB, and as many crossings as a fall from 0.9, 0.84 and 0.7 of the Nyquist frequency to all of
 * it takes.
 */
const SHAPES: Readonly<Record<ResamplerQuality, Shape>> = {
  high: { crossings: 64, beta: 10.06, cutoff: 0.95 },
  medium: { crossings: 32, beta: 7.86, cutoff: 0.92 },
  low: { crossings: 12, beta: 5.65, cutoff: 0.85 },
};

/** Points of the filter between two zero crossings, where it is too large to have a row for each phase. */
const POINTS = 1024;

/** How many numbers the rows of all phases may have. */
const MOST_IN_ROWS = 2 ** 18;

/** The filter of a resampler: what it multiplies the input by for an output between two samples of the input. */
export interface LowPass {
  /** Samples of the input that one output needs; as many before it as behind. */
  readonly taps: number;
  /** The numbers for an output that lies `phase / phases` of a sample behind the middle; valid until the next call. */
  row(phase: number): Float32Array;
}

/**
 * A windowed sinc that passes what both rates can hold.
 *
 * @param phases into how many steps an output may divide the time between two samples of the input
 * @param scale output rate ÷ input rate where that is below 1, else 1
 */
export function lowPass(phases: number, scale: number, quality: ResamplerQuality): LowPass {
  const shape = SHAPES[quality];
  const half = Math.ceil(shape.crossings / scale);
  const taps = 2 * half;
  const row = (phase: number, into: Float32Array, at: (time: number) => number) => {
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) {
      const value = at(Math.abs(tap - half + 1 - phase / phases) * scale);
      into[tap] = value;
      sum += value;
    }
    // What is constant stays as it is, whatever the phase.
    for (let tap = 0; tap < taps; tap += 1) into[tap] = (into[tap] ?? 0) / sum;
    return into;
  };
  if (phases * taps <= MOST_IN_ROWS) {
    const exact = (time: number) => windowedSinc(time, shape);
    const rows = Array.from({ length: phases }, (_, phase) => row(phase, new Float32Array(taps), exact));
    return { taps, row: (phase) => rows[phase] ?? new Float32Array(taps) };
  }
  const at = interpolated(shape);
  const one = new Float32Array(taps);
  return { taps, row: (phase) => row(phase, one, at) };
}

/** The filter `time` zero crossings of an ideal one away from its middle. */
function windowedSinc(time: number, { crossings, beta, cutoff }: Shape): number {
  if (time >= crossings) return 0;
  const x = Math.PI * cutoff * time;
  const sinc = x === 0 ? 1 : Math.sin(x) / x;
  return sinc * bessel(beta * Math.sqrt(1 - (time / crossings) ** 2));
}

/** The same from a table, with straight lines between its points: 118 dB from the truth. */
function interpolated(shape: Shape): (time: number) => number {
  const { crossings } = shape;
  const table = Float64Array.from({ length: crossings * POINTS + 2 }, (_, index) =>
    windowedSinc(index / POINTS, shape),
  );
  return (time) => {
    if (time >= crossings) return 0;
    const place = time * POINTS;
    const index = Math.floor(place);
    const before = table[index] ?? 0;
    return before + ((table[index + 1] ?? 0) - before) * (place - index);
  };
}

/** The modified Bessel function of the first kind and order 0, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
