import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAST, type Person } from './cast.ts';
import { testPicture } from './test-picture.ts';
import { writeTone } from './wav.ts';
import { type ClipShape, type Painter, writeY4m } from './y4m.ts';

const SMALL: ClipShape = { width: 320, height: 180, framesPerSecond: 15, frameCount: 30 };

/** What a browser plays instead of a camera and a microphone. */
export interface CaptureFiles {
  /** Path of a YUV4MPEG2 file. */
  readonly video: string;
  /** Path of a WAV file. */
  readonly audio: string;
}

/** Gives the picture of a person, for a clip of a given shape. */
export type Portrait = (person: Person, shape: ClipShape) => Painter;

const fieldAndMark: Portrait = ({ hueDegrees }, shape) => testPicture(hueDegrees, shape);

/** The pictures and tones of the whole cast, in a temporary folder of their own. Whoever makes it closes it. */
export class CaptureFolder {
  readonly #path: string = mkdtempSync(join(tmpdir(), 'remotemedia-e2e-'));

  /** Writes everybody's files; takes well under a second for the small default. */
  constructor(portrait: Portrait = fieldAndMark, shape: ClipShape = SMALL) {
    for (const person of CAST) {
      const { video, audio } = this.filesOf(person);
      writeY4m(video, shape, portrait(person, shape));
      writeTone(audio, { toneHz: person.toneHz, durationMs: 4000, pulseMs: 150, pauseMs: 100 });
    }
  }

  /** The files of one person. */
  filesOf(person: Person): CaptureFiles {
    return { video: join(this.#path, `${person.name}.y4m`), audio: join(this.#path, `${person.name}.wav`) };
  }

  /** Removes the folder. Calling it again does nothing. */
  close(): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}
