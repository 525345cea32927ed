import { normal, seeded } from './random.mjs';
import { Resonator } from './resonator.mjs';

const SAMPLE_RATE = 48_000;
/** How often the mouth moves, in samples. */
const STEP = 240;

/** Resonances of the mouth in vowels, in hertz: the first four formants of a grown man. */
const VOWELS = [
  [730, 1_090, 2_440, 3_400],
  [270, 2_290, 3_010, 3_700],
  [300, 870, 2_240, 3_300],
  [530, 1_840, 2_480, 3_500],
  [570, 840, 2_410, 3_300],
  [660, 1_720, 2_410, 3_500],
  [490, 1_350, 1_690, 3_300],
];
const BANDWIDTHS_HZ = [70, 90, 130, 200];
const LOUDNESS = [1, 0.7, 0.35, 0.2];
/** Middles of the bands of hisses, in hertz. */
const HISSES_HZ = [5_500, 3_800, 7_500, 2_500];

/**
 * @typedef {object} Moment what the voice does for a while
 * @property {number} samples
 * @property {readonly number[]} formantsHz
 * @property {number} voice loudness of the vocal folds, 0–1
 * @property {number} hiss loudness of air, 0–1
 * @property {number} hissHz
 * @property {number} pitchHz
 */

/**
 * Somebody who talks, made of nothing but arithmetic: pulses of vocal folds whose pitch falls over each phrase, the four
 * resonances of a mouth that glides from vowel to vowel, hisses in between, pauses after each phrase, a quiet room.
 *
 * @param {number} seconds
 * @returns {Int16Array} mono, 48 kHz
 */
export function makeSpeech(seconds) {
  const random = seeded(1);
  const pcm = new Int16Array(seconds * SAMPLE_RATE);
  const throat = new Throat(random);
  let at = 0;
  for (const moment of moments(random)) {
    for (let left = moment.samples; left > 0 && at < pcm.length; left -= STEP) {
      throat.moveTowards(moment);
      for (let index = 0; index < STEP && at < pcm.length; index += 1, at += 1) {
        pcm[at] = Math.max(-32_768, Math.min(32_767, Math.round(throat.next() * 30_000 + normal(random) * 9)));
      }
    }
    if (at >= pcm.length) break;
  }
  return pcm;
}

/** @param {() => number} random @returns {Generator<Moment>} */
function* moments(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const lasting = (leastMs, mostMs) => Math.round(((leastMs + random() * (mostMs - leastMs)) * SAMPLE_RATE) / 1_000);
  for (;;) {
    const syllables = 5 + Math.floor(random() * 6);
    const startHz = 118 + random() * 25;
    let last = { formantsHz: VOWELS[0], hissHz: HISSES_HZ[0], pitchHz: startHz };
    for (let index = 0; index < syllables; index += 1) {
      const pitchHz = startHz * (1 - (0.28 * index) / syllables) * (0.92 + random() * 0.2);
      const formantsHz = pick(VOWELS);
      const hissHz = pick(HISSES_HZ);
      if (random() < 0.7) {
        const voice = random() < 0.35 ? 0.25 : 0;
        yield { samples: lasting(40, 95), formantsHz, voice, hiss: 0.2 + random() * 0.35, hissHz, pitchHz };
      }
      yield { samples: lasting(110, 230), formantsHz, voice: 0.6 + random() * 0.4, hiss: 0.015, hissHz, pitchHz };
      last = { formantsHz, hissHz, pitchHz };
    }
    yield { samples: lasting(60, 90), voice: 0.1, hiss: 0, ...last };
    yield { samples: lasting(180, 650), voice: 0, hiss: 0, ...last };
  }
}

/** Vocal folds and a mouth; what they do moves on smoothly. */
class Throat {
  #random;
  #formants = BANDWIDTHS_HZ.map(() => new Resonator(SAMPLE_RATE));
  #hissBand = new Resonator(SAMPLE_RATE);
  #formantsHz = [...VOWELS[0]];
  #now = { voice: 0, hiss: 0, pitchHz: 120, hissHz: HISSES_HZ[0] };
  #phase = 0;
  #before = 0;

  /** @param {() => number} random */
  constructor(random) {
    this.#random = random;
  }

  /** @param {Moment} moment */
  moveTowards({ formantsHz, voice, hiss, pitchHz, hissHz }) {
    const now = this.#now;
    now.voice += (voice - now.voice) * 0.3;
    now.hiss += (hiss - now.hiss) * 0.4;
    now.pitchHz += (pitchHz - now.pitchHz) * 0.15;
    now.hissHz += (hissHz - now.hissHz) * 0.5;
    for (const [index, resonator] of this.#formants.entries()) {
      this.#formantsHz[index] += (formantsHz[index] - this.#formantsHz[index]) * 0.18;
      resonator.tune(this.#formantsHz[index], BANDWIDTHS_HZ[index]);
    }
    this.#hissBand.tune(now.hissHz, 1_800);
  }

  /** @returns {number} one sample, about −1 to 1 */
  next() {
    const { voice, hiss, pitchHz } = this.#now;
    this.#phase += (pitchHz * (1 + 0.02 * (this.#random() - 0.5))) / SAMPLE_RATE;
    if (this.#phase >= 1) this.#phase -= 1;
    // Folds open slowly and close at once; what radiates from the lips is the change of the flow.
    const t = this.#phase / 0.62;
    const flow = t < 1 ? t * t * (1 - t) * 6.75 : 0;
    const pulse = (flow - this.#before) * 30 + flow * 0.05 * normal(this.#random);
    this.#before = flow;
    let sound = this.#hissBand.filter(normal(this.#random) * hiss) * 0.22;
    for (const [index, resonator] of this.#formants.entries()) {
      sound += resonator.filter(pulse * voice) * LOUDNESS[index];
    }
    return sound;
  }
}
