import type { Locator } from '@playwright/test';
import { CAST } from './cast.ts';

/** Below this a tone counts as not there, in decibels of full scale. */
const SILENCE_DB = -75;
/** How far a voice must stand above every other voice, in decibels. */
const MARGIN_DB = 12;

/** The loudest moment of each tone while somebody listened. */
export interface SoundSample {
  /** Pitch of the loudest part of the spectrum between 200 Hz and 6 kHz. */
  readonly peakHz: number;
  /** Loudness of that part, in decibels of full scale; -Infinity when there is no audio track. */
  readonly peakDb: number;
  /** Loudness at each of the pitches asked for, in decibels of full scale. */
  readonly levelsDb: readonly number[];
}

/**
 * Listens to the audio track of the stream that a `<video>` plays, long enough for two pulses.
 * @param video locates exactly one `<video>` element
 * @param tonesHz the pitches to measure
 */
export function sampleSound(video: Locator, tonesHz: readonly number[]): Promise<SoundSample> {
  return video.evaluate(listen, tonesHz);
}

/** Whose tone a video element plays: a name of the cast, `silence`, or what else is heard, in words. */
export async function whoIsHeard(video: Locator): Promise<string> {
  if ((await video.count()) !== 1) return 'nobody';
  const { peakHz, peakDb, levelsDb } = await sampleSound(
    video,
    CAST.map((person) => person.toneHz),
  );
  if (peakDb < SILENCE_DB) return 'silence';
  const person = CAST.find((candidate) => Math.abs(candidate.toneHz - peakHz) < 25);
  if (person === undefined) return `a strange sound at ${Math.round(peakHz)} Hz, ${Math.round(peakDb)} dB`;
  const others = levelsDb.filter((_level, index) => CAST[index] !== person);
  return Math.max(...others) < peakDb - MARGIN_DB ? person.name : `${person.name} among others (${levelsDb.join(' ')})`;
}

/** Runs in the page, so it must not use anything from outside itself. */
async function listen(element: Element, tonesHz: readonly number[]): Promise<SoundSample> {
  const stream = (element as HTMLVideoElement).srcObject;
  const tracks = stream instanceof MediaStream ? stream.getAudioTracks() : [];
  if (tracks.length === 0) return { peakHz: 0, peakDb: -Infinity, levelsDb: tonesHz.map(() => -Infinity) };
  const context = new AudioContext();
  try {
    const source = context.createMediaStreamSource(new MediaStream(tracks));
    const analyser = context.createAnalyser();
    analyser.fftSize = 4096;
    analyser.smoothingTimeConstant = 0;
    source.connect(analyser);
    // `resume()` may never settle in a browser without a sound device.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 1000))]);

    const binHz = context.sampleRate / analyser.fftSize;
    const spectrum = new Float32Array(analyser.frequencyBinCount);
    const loudest = new Float32Array(analyser.frequencyBinCount).fill(-Infinity);
    // The window in which we listen is the measurement; 700 ms hold at least two pulses of 150 ms.
    for (let look = 0; look < 14; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      analyser.getFloatFrequencyData(spectrum);
      for (let bin = 0; bin < spectrum.length; bin += 1) {
        loudest[bin] = Math.max(loudest[bin] ?? -Infinity, spectrum[bin] ?? -Infinity);
      }
    }
    const loudestBetween = (fromHz: number, toHz: number): { hz: number; db: number } => {
      let best = { hz: 0, db: -Infinity };
      for (let bin = Math.round(fromHz / binHz); bin <= Math.round(toHz / binHz); bin += 1) {
        const db = loudest[bin] ?? -Infinity;
        if (db > best.db) best = { hz: bin * binHz, db };
      }
      return best;
    };
    const peak = loudestBetween(200, 6000);
    return {
      peakHz: peak.hz,
      peakDb: peak.db,
      levelsDb: tonesHz.map((toneHz) => Math.round(loudestBetween(toneHz - 25, toneHz + 25).db)),
    };
  } finally {
    await context.close();
  }
}
