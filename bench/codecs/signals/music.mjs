import { normal, seeded } from './random.mjs';

const SAMPLE_RATE = 48_000;
const BEAT = Math.round((SAMPLE_RATE * 60) / 112);
/** Chords as semitones above A2 (110 Hz), two beats each. */
const CHORDS = [
  [0, 7, 12, 15],
  [-4, 8, 12, 15],
  [3, 10, 15, 19],
  [-2, 10, 14, 17],
];
const PAD_HARMONICS = 7;

/**
 * A small band: a pad of chords rich in harmonics, a plucked string over it, a bass, drums and cymbals, each in its place
 * between left and right, in a room that answers.
 *
 * @param {number} seconds
 * @returns {Int16Array} stereo, 48 kHz, interleaved
 */
export function makeMusic(seconds) {
  const count = seconds * SAMPLE_RATE;
  const left = new Float32Array(count);
  const right = new Float32Array(count);
  const random = seeded(2);
  const place = (at, sample, pan) => {
    if (at >= count) return;
    left[at] += sample * Math.cos((pan * Math.PI) / 2);
    right[at] += sample * Math.sin((pan * Math.PI) / 2);
  };
  for (let beat = 0; beat * BEAT < count; beat += 1) {
    const chord = CHORDS[Math.floor(beat / 2) % CHORDS.length];
    if (beat % 2 === 0) addPad(place, beat * BEAT, chord);
    addBass(place, beat * BEAT, pitchHz(chord[0]) / 2);
    for (const half of [0, 1]) {
      const note = chord[Math.floor(random() * chord.length)] + (random() < 0.5 ? 12 : 24);
      addPluck(place, beat * BEAT + (half * BEAT) / 2, pitchHz(note), random);
      addCymbal(place, Math.round(beat * BEAT + (half * BEAT) / 2), half === 1 ? 0.1 : 0.05, random);
    }
    addDrum(place, beat * BEAT, beat % 2 === 0, random);
  }
  return interleave(inRoom(left, [1_637, 2_311, 3_877]), inRoom(right, [1_811, 2_503, 3_659]));
}

/** @typedef {(at: number, sample: number, pan: number) => void} Place `pan` 0 is left, 1 right */

/** @param {number} semitones above A2 */
function pitchHz(semitones) {
  return 110 * 2 ** (semitones / 12);
}

/** @param {Place} place @param {number} start @param {number[]} chord */
function addPad(place, start, chord) {
  const samples = BEAT * 2 + 4_800;
  for (const [voice, semitones] of chord.entries()) {
    for (let harmonic = 1; harmonic <= PAD_HARMONICS; harmonic += 1) {
      const step = (2 * Math.PI * pitchHz(semitones) * harmonic * (1 + 0.0015 * voice)) / SAMPLE_RATE;
      const loudness = 0.045 / harmonic;
      for (let at = 0; at < samples; at += 1) {
        const fade = Math.min(1, at / 4_800, (samples - at) / 4_800);
        place(start + at, Math.sin(step * at + voice) * loudness * fade, 0.2 + 0.2 * voice);
      }
    }
  }
}

/** @param {Place} place @param {number} start @param {number} hz */
function addBass(place, start, hz) {
  const step = (2 * Math.PI * hz) / SAMPLE_RATE;
  for (let at = 0; at < BEAT * 0.9; at += 1) {
    const loudness = 0.22 * Math.exp(-at / 14_000) * Math.min(1, at / 200);
    place(start + at, (Math.sin(step * at) + 0.4 * Math.sin(2 * step * at)) * loudness, 0.5);
  }
}

/** A string of Karplus and Strong: noise in a loop that smooths it. @param {Place} place @param {number} start @param {number} hz */
function addPluck(place, start, hz, random) {
  const loop = Float32Array.from({ length: Math.round(SAMPLE_RATE / hz) }, () => random() * 2 - 1);
  const pan = 0.3 + 0.4 * random();
  for (let at = 0; at < BEAT * 1.4; at += 1) {
    const index = at % loop.length;
    const sample = loop[index];
    loop[index] = 0.498 * (sample + loop[(index + 1) % loop.length]);
    place(Math.round(start) + at, sample * 0.2, pan);
  }
}

/** @param {Place} place @param {number} start @param {number} loudness */
function addCymbal(place, start, loudness, random) {
  let before = 0;
  for (let at = 0; at < 5_000; at += 1) {
    const noise = normal(random);
    place(start + at, (noise - before) * loudness * Math.exp(-at / 1_100), 0.65);
    before = noise;
  }
}

/** @param {Place} place @param {number} start @param {boolean} isLow */
function addDrum(place, start, isLow, random) {
  for (let at = 0; at < 9_000; at += 1) {
    const fade = Math.exp(-at / (isLow ? 2_600 : 1_700));
    const sound = isLow
      ? Math.sin((2 * Math.PI * 52 * at) / SAMPLE_RATE + 9 * Math.exp(-at / 700))
      : 0.5 * normal(random) + 0.5 * Math.sin((2 * Math.PI * 190 * at) / SAMPLE_RATE);
    place(start + at, sound * fade * 0.3, 0.45);
  }
}

/** @param {Float32Array} dry @param {number[]} delays of the echoes in samples */
function inRoom(dry, delays) {
  const wet = new Float32Array(dry);
  for (let at = 0; at < wet.length; at += 1) {
    for (const delay of delays) if (at >= delay) wet[at] += 0.16 * wet[at - delay];
  }
  return wet;
}

/** @param {Float32Array} left @param {Float32Array} right */
function interleave(left, right) {
  const pcm = new Int16Array(left.length * 2);
  const toShort = (sample) => Math.round(Math.tanh(sample * 0.9) * 30_000);
  for (const [at, sample] of left.entries()) {
    pcm[2 * at] = toShort(sample);
    pcm[2 * at + 1] = toShort(right[at]);
  }
  return pcm;
}
