// The recording of speech that the tests of this room share, what it is mixed with, and how the result is judged.
import { OpusDecoder } from '@remotemedia/codecs/opus';

/** Rate at which the recording is decoded. */
export const SPEECH_RATE = 48_000;

/** Where somebody speaks, in ms. Made by scripts/make-speech-fixture.mjs, true to a few ms. */
export const PHRASES: readonly { readonly startMs: number; readonly endMs: number }[] = [
  { startMs: 1000, endMs: 2875 },
  { startMs: 3575, endMs: 6175 },
  { startMs: 7375, endMs: 10_475 },
  { startMs: 11_375, endMs: 13_000 },
  { startMs: 14_500, endMs: 16_315 },
  { startMs: 16_915, endMs: 21_680 },
  { startMs: 22_680, endMs: 23_900 },
];

/** The recording at 48 kHz, of its Ogg file and the codec's WebAssembly. Source: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg). */
export function decodeSpeech(file: Uint8Array, opus: WebAssembly.Module): Float32Array<ArrayBuffer> {
  const packets = oggPackets(file);
  const head = packets[0];
  if (!head) throw new Error('the recording is empty');
  const preSkip = new DataView(head.buffer, head.byteOffset).getUint16(10, true);
  using decoder = new OpusDecoder(opus);
  const pieces = packets.slice(2).map((packet) => decoder.decode(packet).slice());
  const samples = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return samples.slice(preSkip, preSkip + (24_900 * SPEECH_RATE) / 1000);
}

function oggPackets(file: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  let at = 0;
  while (at + 27 <= file.length) {
    const count = file[at + 26] ?? 0;
    let data = at + 27 + count;
    for (let index = 0; index < count; index += 1) {
      const length = file[at + 27 + index] ?? 0;
      parts.push(file.subarray(data, data + length));
      data += length;
      if (length === 255) continue;
      packets.push(joined(parts));
      parts = [];
    }
    at = data;
  }
  return packets;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Numbers in [0, 1) that are the same in each run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Kinds of noise that {@link noise} makes. */
export type NoiseKind = 'white' | 'pink' | 'babble' | 'hum';

/** Noise with an RMS of 1, the same in each run. Babble is the recording eight times over, from other places. */
export function noise(kind: NoiseKind, frames: number, speech: Float32Array): Float32Array<ArrayBuffer> {
  const random = randomNumbers(17);
  const out = new Float32Array(frames);
  if (kind === 'white') for (let frame = 0; frame < frames; frame += 1) out[frame] = random() * 2 - 1;
  if (kind === 'pink') pink(out, random);
  if (kind === 'hum') {
    for (let frame = 0; frame < frames; frame += 1) {
      const turn = (2 * Math.PI * frame) / SPEECH_RATE;
      out[frame] =
        Math.sin(50 * turn) + 0.5 * Math.sin(150 * turn) + 0.3 * Math.sin(250 * turn) + 0.1 * (random() - 0.5);
    }
  }
  if (kind === 'babble') {
    for (let voice = 0; voice < 8; voice += 1) {
      const start = Math.floor(random() * speech.length);
      for (let frame = 0; frame < frames; frame += 1) {
        out[frame] = (out[frame] ?? 0) + (speech[(start + speech.length - frame) % speech.length] ?? 0);
      }
    }
  }
  return scaled(out, 1 / rms(out));
}

/** White noise through Paul Kellet's filters: 3 dB less in each octave. */
function pink(out: Float32Array, random: () => number): void {
  const poles = [0.99886, 0.99332, 0.969, 0.8665, 0.55];
  const gains = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522];
  const states = poles.map(() => 0);
  for (let frame = 0; frame < out.length; frame += 1) {
    const white = random() * 2 - 1;
    let sum = white * 0.5362;
    for (let index = 0; index < poles.length; index += 1) {
      const next = (poles[index] ?? 0) * (states[index] ?? 0) + (gains[index] ?? 0) * white;
      states[index] = next;
      sum += next;
    }
    out[frame] = sum;
  }
}

/** RMS of some samples. */
export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

/** All samples times a factor. */
export function scaled(samples: Float32Array, factor: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(samples, (sample) => sample * factor);
}

/** RMS of the recording where somebody speaks. */
export function speechRms(speech: Float32Array): number {
  let [sum, count] = [0, 0];
  for (const { startMs, endMs } of PHRASES) {
    for (const sample of speech.subarray((startMs * SPEECH_RATE) / 1000, (endMs * SPEECH_RATE) / 1000)) {
      sum += sample * sample;
      count += 1;
    }
  }
  return Math.sqrt(sum / count);
}

/** Speech with noise so loud that their ratio, where somebody speaks, is `snrDb`. */
export function mixed(speech: Float32Array, other: Float32Array, snrDb: number): Float32Array<ArrayBuffer> {
  const factor = speechRms(speech) / 10 ** (snrDb / 20);
  return Float32Array.from(speech, (sample, frame) => sample + (other[frame] ?? 0) * factor);
}
