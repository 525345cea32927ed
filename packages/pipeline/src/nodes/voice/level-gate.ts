import { share } from '../analysis/decibels.ts';

/** The floor is the lowest level within this time: eight parts of 400 ms. */
const PARTS = 8;
const FRAMES_PER_PART = 40;

/** How fast the level follows the sound: about 50 ms, in frames of 10 ms. */
const SMOOTHING = 0.2;

/** How far above the floor nothing is speech, and from where on it may be. */
const CLOSED_DB = 1.5;
const OPEN_DB = 4;

/** Silence, in dB: what is below is no floor that speech could stand out from. */
const LOWEST_DB = -80;

/** Coefficients of one pole at 48 kHz: what is below 200 Hz, and above 4 kHz, says little about speech. */
const LOW = 1 - Math.exp((-2 * Math.PI * 200) / 48_000);
const HIGH = 1 - Math.exp((-2 * Math.PI * 4000) / 48_000);

/**
 * Whether sound stands out from the steady noise beneath it, by its level alone. RNNoise takes loud steady noise for a
 * voice as long as it has heard no voice.
 */
export class LevelGate {
  readonly #lowest: Float64Array = new Float64Array(PARTS).fill(Number.POSITIVE_INFINITY);
  #frame = 0;
  #part = 0;
  #power = -1;
  #low = 0;
  #smooth = 0;

  /** Takes 10 ms of sound at 48 kHz. @returns 0 where nothing stands out, 1 where something does, or between */
  push(samples: Float32Array): number {
    let sum = 0;
    for (let index = 0; index < samples.length; index += 1) {
      const sample = samples[index] as number;
      this.#low += LOW * (sample - this.#low);
      this.#smooth += HIGH * (sample - this.#low - this.#smooth);
      sum += this.#smooth * this.#smooth;
    }
    const power = sum / samples.length;
    this.#power = this.#power < 0 ? power : this.#power + SMOOTHING * (power - this.#power);
    const levelDb = Math.max(LOWEST_DB, 10 * Math.log10(this.#power + 1e-12));
    return share(levelDb - this.#floor(levelDb), CLOSED_DB, OPEN_DB);
  }

  /** Forgets what it heard. */
  reset(): void {
    this.#lowest.fill(Number.POSITIVE_INFINITY);
    this.#power = -1;
    this.#low = 0;
    this.#smooth = 0;
  }

  #floor(levelDb: number): number {
    this.#frame += 1;
    if (this.#frame === FRAMES_PER_PART) {
      this.#frame = 0;
      this.#part = (this.#part + 1) % PARTS;
      this.#lowest[this.#part] = levelDb;
    }
    this.#lowest[this.#part] = Math.min(this.#lowest[this.#part] ?? levelDb, levelDb);
    let floor = levelDb;
    for (let part = 0; part < PARTS; part += 1) floor = Math.min(floor, this.#lowest[part] ?? levelDb);
    return floor;
  }
}
