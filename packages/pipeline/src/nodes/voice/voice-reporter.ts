import type { AudioBlock } from '../../data/audio-block.ts';
import { type SegmentChange, SpeechSegmenter } from './speech-segmenter.ts';
import type { VoiceActivityEvent } from './voice-activity-event.ts';
import { segmenterSettings, type VoiceParams } from './voice-params.ts';

/** A jump of the times of blocks that is more than rounding, in µs. */
const GAP_US = 20_000;

/** Makes events of one probability after another. */
export class VoiceReporter {
  readonly #emit: (event: VoiceActivityEvent) => void;
  readonly #segmenter: SpeechSegmenter;
  #threshold: number;
  #intervalMs: number;
  #sinceToldMs = 0;
  /** When what was heard first began, on the clock of the sound; moved on by gaps. */
  #originUs: number | undefined;
  #heardUs = 0;
  #streamId: string | null = null;
  #window: Float32Array = new Float32Array(0);
  #sampleRate = 0;

  /** @param intervalMs how often an event is told although nothing begins or ends; 0 for each stretch that is judged */
  constructor(params: VoiceParams, intervalMs: number, emit: (event: VoiceActivityEvent) => void) {
    this.#emit = emit;
    this.#segmenter = new SpeechSegmenter(segmenterSettings(params));
    this.#threshold = params.threshold;
    this.#intervalMs = intervalMs;
  }

  /** Other parameters. */
  update(params: VoiceParams, intervalMs: number): void {
    this.#segmenter.update(segmenterSettings(params));
    this.#threshold = params.threshold;
    this.#intervalMs = intervalMs;
  }

  /** Takes the time of a block whose sound is judged next. */
  follow(block: AudioBlock): void {
    this.#streamId = block.streamId ?? null;
    this.#originUs ??= block.timestampUs;
    const gapUs = block.timestampUs - this.#heardUs - this.#originUs;
    if (Math.abs(gapUs) > GAP_US) this.#originUs += gapUs;
    this.#heardUs += block.durationUs;
  }

  /** Takes what was made of a stretch of sound. */
  judge(probability: number, window: Float32Array, sampleRate: number): void {
    const lengthMs = (window.length / sampleRate) * 1000;
    this.#window = window;
    this.#sampleRate = sampleRate;
    this.#sinceToldMs += lengthMs;
    const change = this.#segmenter.push(probability, lengthMs);
    if (change !== 'none' || this.#sinceToldMs >= this.#intervalMs) this.#tell(probability, change);
  }

  /** The sound is over: speech that goes on ends. */
  flush(): void {
    const change = this.#segmenter.flush();
    if (change !== 'none') this.#tell(0, change);
  }

  /** Forgets speech that goes on. */
  reset(): void {
    this.#segmenter.reset();
  }

  #tell(probability: number, change: SegmentChange): void {
    this.#sinceToldMs = 0;
    const { isSpeech, timeMs, startMs, endMs } = this.#segmenter;
    const isEnd = change === 'end';
    const lengthMs = (this.#window.length / this.#sampleRate) * 1000;
    this.#emit({
      has_speech: probability >= this.#threshold,
      speech_probability: probability,
      is_speech_start: change === 'start',
      is_speech_end: isEnd,
      timestamp_ms: Math.round(timeMs),
      speech_start_ms: isSpeech || isEnd ? Math.round(startMs) : null,
      speech_end_ms: isEnd ? Math.round(endMs) : null,
      ...measured(this.#window),
      samples: this.#window.length,
      sample_rate: this.#sampleRate,
      stream_id: this.#streamId,
      timestamp_us: Math.round((this.#originUs ?? 0) + (timeMs - lengthMs) * 1000),
    });
  }
}

function measured(window: Float32Array): { readonly rms: number; readonly peak: number } {
  let squares = 0;
  let peak = 0;
  for (let index = 0; index < window.length; index += 1) {
    const sample = window[index] ?? 0;
    squares += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { rms: Math.sqrt(squares / Math.max(1, window.length)), peak };
}
