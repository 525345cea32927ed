import { BLOCK, SAMPLE_RATE } from './sound-settings.ts';

/** Notes in hertz, a quarter of a second each; 0 is a pause. */
const NOTES = [262, 330, 392, 523, 494, 392, 440, 0, 349, 440, 523, 440, 392, 330, 294, 0];
const NOTE_SAMPLES = SAMPLE_RATE / 4;
const LOUDNESS = 0.16;

/** A small tune with overtones that goes on without end, so that lost packets can be heard without a microphone. */
export class Melody {
  #at = 0;

  /** The next 20 ms. */
  next(): Float32Array<ArrayBuffer> {
    const block = new Float32Array(BLOCK);
    for (let index = 0; index < BLOCK; index += 1, this.#at += 1) block[index] = sampleAt(this.#at);
    return block;
  }
}

function sampleAt(at: number): number {
  const hertz = NOTES[Math.floor(at / NOTE_SAMPLES) % NOTES.length] ?? 0;
  const within = at % NOTE_SAMPLES;
  const fade = Math.min(1, within / 480, (NOTE_SAMPLES - within) / 2_400);
  const turn = (2 * Math.PI * hertz * at) / SAMPLE_RATE;
  return LOUDNESS * fade * (Math.sin(turn) + 0.5 * Math.sin(2 * turn) + 0.25 * Math.sin(3 * turn));
}
