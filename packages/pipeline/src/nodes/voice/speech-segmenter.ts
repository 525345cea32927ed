/** When probabilities become speech. */
export interface SegmenterSettings {
  /** From this probability on speech begins. */
  readonly threshold: number;
  /** Below this one it pauses. */
  readonly negThreshold: number;
  /** What is shorter is no speech. */
  readonly minSpeechMs: number;
  /** A pause that is shorter does not end it. */
  readonly minSilenceMs: number;
  /** How much is added before and behind. */
  readonly padMs: number;
}

/** What one window changed. */
export type SegmentChange = 'none' | 'start' | 'end';

/**
 * Makes stretches of speech out of one probability after another. Speech is told of once it is long enough, and its end
 * once the pause is: both say when it really was.
 */
export class SpeechSegmenter {
  #settings: SegmenterSettings;
  #timeMs = 0;
  /** Where speech began, told of or not. */
  #beganMs: number | undefined;
  /** Where the pause in it began. */
  #pausedMs: number | undefined;
  #isTold = false;
  #startMs = 0;
  #endMs = 0;

  constructor(settings: SegmenterSettings) {
    this.#settings = settings;
  }

  /** How much was heard, in ms. */
  get timeMs(): number {
    return this.#timeMs;
  }

  /** Whether speech was told of that has not ended. */
  get isSpeech(): boolean {
    return this.#isTold;
  }

  /** Where the last speech that was told of began, padded, in ms of what was heard. */
  get startMs(): number {
    return this.#startMs;
  }

  /** Where the last speech that ended did so, padded, likewise. */
  get endMs(): number {
    return this.#endMs;
  }

  /** Other settings. */
  update(settings: SegmenterSettings): void {
    this.#settings = settings;
  }

  /** Takes the probability of speech in the next `lengthMs` of sound. */
  push(probability: number, lengthMs: number): SegmentChange {
    const { threshold, negThreshold } = this.#settings;
    const fromMs = this.#timeMs;
    this.#timeMs += lengthMs;
    if (probability >= threshold) {
      this.#beganMs ??= fromMs;
      this.#pausedMs = undefined;
    } else if (probability < negThreshold && this.#beganMs !== undefined) {
      this.#pausedMs ??= fromMs;
    }
    if (this.#pausedMs !== undefined) return this.#pause(this.#pausedMs);
    return this.#isTold ? 'none' : this.#begin();
  }

  /** The sound is over: what still goes on ends. */
  flush(): SegmentChange {
    const change = this.#beganMs === undefined ? 'none' : this.#end(this.#pausedMs ?? this.#timeMs);
    this.reset();
    return change;
  }

  /** Forgets what goes on. Time goes on. */
  reset(): void {
    this.#beganMs = undefined;
    this.#pausedMs = undefined;
    this.#isTold = false;
  }

  #begin(): SegmentChange {
    const { minSpeechMs, padMs } = this.#settings;
    if (this.#beganMs === undefined || this.#timeMs - this.#beganMs < minSpeechMs) return 'none';
    this.#isTold = true;
    this.#startMs = Math.max(this.#endMs, this.#beganMs - padMs);
    return 'start';
  }

  #pause(pausedMs: number): SegmentChange {
    return this.#timeMs - pausedMs < this.#settings.minSilenceMs ? 'none' : this.#end(pausedMs);
  }

  #end(pausedMs: number): SegmentChange {
    const wasTold = this.#isTold;
    this.reset();
    if (!wasTold) return 'none';
    this.#endMs = Math.min(this.#timeMs, pausedMs + this.#settings.padMs);
    return 'end';
  }
}
