/** The level that stands for silence, in dBFS. Nothing quieter is ever reported. */
export const SILENCE_DBFS = -100;

/**
 * Root mean square of samples in [-1, 1], in dBFS: 0 for a full-scale square wave, −3.01 for a full-scale sine,
 * never below {@link SILENCE_DBFS}. An empty block is silence.
 */
export function rmsDbfs(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (sum === 0 || samples.length === 0) return SILENCE_DBFS;
  return Math.max(SILENCE_DBFS, 10 * Math.log10(sum / samples.length));
}
