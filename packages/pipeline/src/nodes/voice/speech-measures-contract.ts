// How near sound is to the speech that it was made of.
import { PHRASES, SPEECH_RATE } from './speech-contract.ts';

/** Length of the transform: 21.3 ms at 48 kHz. */
const SIZE = 1024;

/** Turns of the transform. */
const COS = Float64Array.from({ length: SIZE / 2 }, (_, index) => Math.cos((-2 * Math.PI * index) / SIZE));
const SIN = Float64Array.from({ length: SIZE / 2 }, (_, index) => Math.sin((-2 * Math.PI * index) / SIZE));

/** Bands that are compared, of equal width on the mel scale, up to 8 kHz, where the recording ends. */
const BANDS = 23;
const TOP_HZ = 8000;

/** Magnitudes in each band, for stretches of 1,024 samples of which the next begins 512 later. */
function bandMagnitudes(samples: Float32Array): Float64Array[] {
  const edges = melEdges();
  const rows: Float64Array[] = [];
  for (let start = 0; start + SIZE <= samples.length; start += SIZE / 2) {
    const power = powerSpectrum(samples.subarray(start, start + SIZE));
    const row = new Float64Array(BANDS);
    for (let band = 0; band < BANDS; band += 1) {
      let sum = 0;
      for (let bin = edges[band] ?? 0; bin < (edges[band + 1] ?? 0); bin += 1) sum += power[bin] ?? 0;
      row[band] = Math.sqrt(sum);
    }
    rows.push(row);
  }
  return rows;
}

/** Those of the recording, which everything is compared with. */
const memory = new WeakMap<Float32Array, Float64Array[]>();

function remembered(clean: Float32Array): Float64Array[] {
  const known = memory.get(clean) ?? bandMagnitudes(clean);
  memory.set(clean, known);
  return known;
}

/**
 * Frequency-weighted segmental SNR of `got` where somebody speaks, in dB (Hu and Loizou, 2008): the ratio of magnitude to
 * error of magnitude in each band, from −10 to 35 dB, weighted by how loud the band is. It does not mind phases.
 */
export function weightedSegmentalSnr(clean: Float32Array, got: Float32Array): number {
  const expected = remembered(clean);
  const found = bandMagnitudes(got);
  let [total, count] = [0, 0];
  for (const [index, row] of expected.entries()) {
    if (!isSpeech(index)) continue;
    let [sum, weights] = [0, 0];
    for (let band = 0; band < BANDS; band += 1) {
      const wanted = row[band] ?? 0;
      const error = Math.abs(wanted - (found[index]?.[band] ?? 0));
      const weight = wanted ** 0.2;
      sum += weight * Math.min(35, Math.max(-10, 20 * Math.log10(wanted / Math.max(error, 1e-9))));
      weights += weight;
    }
    total += sum / weights;
    count += 1;
  }
  return total / count;
}

/**
 * Log-spectral distance where somebody speaks, in dB: root mean square over bands of the difference of their levels, mean
 * over time. Bands 40 dB below the loudest of their time are left out, for nobody hears them.
 */
export function logSpectralDistance(clean: Float32Array, got: Float32Array): number {
  const expected = remembered(clean);
  const found = bandMagnitudes(got);
  let [total, count] = [0, 0];
  for (const [index, row] of expected.entries()) {
    if (!isSpeech(index)) continue;
    const loudest = Math.max(...row);
    let [squares, bands] = [0, 0];
    for (let band = 0; band < BANDS; band += 1) {
      const wanted = row[band] ?? 0;
      if (wanted < loudest / 100) continue;
      squares += (20 * Math.log10(Math.max(found[index]?.[band] ?? 0, 1e-6) / wanted)) ** 2;
      bands += 1;
    }
    total += Math.sqrt(squares / bands);
    count += 1;
  }
  return total / count;
}

/** Level of the pauses, from 300 ms after one phrase to 100 ms before the next, in dB of full scale. */
export function pauseLevelDb(samples: Float32Array): number {
  let [sum, count] = [0, 0];
  for (const [index, { endMs }] of PHRASES.entries()) {
    const next = PHRASES[index + 1]?.startMs ?? 24_900;
    for (const sample of samples.subarray(at(endMs + 300), at(next - 100))) {
      sum += sample * sample;
      count += 1;
    }
  }
  return 10 * Math.log10(sum / count + 1e-12);
}

function at(timeMs: number): number {
  return (timeMs * SPEECH_RATE) / 1000;
}

function isSpeech(row: number): boolean {
  const from = ((row * SIZE) / 2 / SPEECH_RATE) * 1000;
  return PHRASES.some(({ startMs, endMs }) => from >= startMs && from + 21 <= endMs);
}

function melEdges(): number[] {
  const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const from = mel(100);
  const step = (mel(TOP_HZ) - from) / BANDS;
  return Array.from({ length: BANDS + 1 }, (_, band) => {
    const hz = 700 * (10 ** ((from + band * step) / 2595) - 1);
    return Math.round((hz / SPEECH_RATE) * SIZE);
  });
}

function powerSpectrum(samples: Float32Array): Float64Array {
  const re = Float64Array.from(
    samples,
    (sample, index) => sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / SIZE)),
  );
  const im = new Float64Array(SIZE);
  transform(re, im);
  return re.map((value, bin) => value * value + (im[bin] ?? 0) ** 2);
}

/** Fourier transform in place, decimation in frequency; only the order of the result is put right at the end. */
function transform(re: Float64Array, im: Float64Array): void {
  for (let half = SIZE / 2; half >= 1; half /= 2) {
    for (let start = 0; start < SIZE; start += 2 * half) {
      for (let index = 0; index < half; index += 1) {
        const a = start + index;
        const b = a + half;
        const ar = re[a] ?? 0;
        const ai = im[a] ?? 0;
        const br = re[b] ?? 0;
        const bi = im[b] ?? 0;
        const turn = index * (SIZE / 2 / half);
        const cos = COS[turn] ?? 0;
        const sin = SIN[turn] ?? 0;
        re[a] = ar + br;
        im[a] = ai + bi;
        re[b] = (ar - br) * cos - (ai - bi) * sin;
        im[b] = (ar - br) * sin + (ai - bi) * cos;
      }
    }
  }
  const [fromRe, fromIm] = [re.slice(), im.slice()];
  const bits = Math.log2(SIZE);
  for (let index = 0; index < SIZE; index += 1) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit += 1) reversed |= ((index >> bit) & 1) << (bits - 1 - bit);
    re[reversed] = fromRe[index] ?? 0;
    im[reversed] = fromIm[index] ?? 0;
  }
}
