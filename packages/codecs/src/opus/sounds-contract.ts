import { readFileSync } from 'node:fs';

/** The codec's code, for tests in Node. */
export function opusModule(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL('./opus.wasm', import.meta.url)));
}

/** Numbers in [0, 1) that are the same in each run (a linear congruence of 32 bits). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Something like a voice: pulses of a gliding pitch through two resonances, with pauses and a little noise. */
export function voice(frames: number, sampleRate: number, channelCount = 1): Float32Array<ArrayBuffer> {
  const random = randomNumbers(7);
  const pcm = new Float32Array(frames * channelCount);
  const poles = [700, 1900].map((hz) => ({ hz, near: 0, far: 0 }));
  let phase = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    const seconds = frame / sampleRate;
    phase += (120 + 30 * Math.sin(seconds * 3)) / sampleRate;
    const pulse = phase >= 1 ? 1 : 0;
    phase -= pulse;
    const loudness = Math.max(0, Math.sin(seconds * 5));
    let sample = (pulse + 0.02 * (random() - 0.5)) * loudness;
    for (const pole of poles) {
      const radius = 1 - 250 / sampleRate;
      const next =
        sample + 2 * radius * Math.cos((2 * Math.PI * pole.hz) / sampleRate) * pole.near - radius ** 2 * pole.far;
      pole.far = pole.near;
      pole.near = next;
      sample = next * 0.3;
    }
    for (let channel = 0; channel < channelCount; channel += 1) {
      pcm[frame * channelCount + channel] = Math.max(-1, Math.min(1, sample * (channel === 0 ? 1 : 0.6)));
    }
  }
  return pcm;
}

/** Signal to noise in dB of `got` against `expected`, at the delay of up to `maxDelay` samples that fits best. */
export function signalToNoise(expected: Float32Array, got: Float32Array, maxDelay = 0): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let delay = 0; delay <= maxDelay; delay += 1) {
    let signal = 0;
    let noise = 0;
    for (let index = 0; index + delay < got.length && index < expected.length; index += 1) {
      const value = expected[index] ?? 0;
      signal += value ** 2;
      noise += (value - (got[index + delay] ?? 0)) ** 2;
    }
    best = Math.max(best, noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise));
  }
  return best;
}
