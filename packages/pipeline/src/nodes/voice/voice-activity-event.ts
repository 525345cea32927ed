/** What a detector of voices heard: the event of `VoiceActivityDetection` and `SileroVAD`. Source: upstream's Silero VAD. */
export type VoiceActivityEvent = {
  /** The probability is at or above the threshold. */
  readonly has_speech: boolean;
  /** That somebody speaks, 0–1. */
  readonly speech_probability: number;
  /** Speech has just been long enough to be told of. It began at `speech_start_ms`. */
  readonly is_speech_start: boolean;
  /** Speech that was told of is over, for the pause has been long enough. It ended at `speech_end_ms`. */
  readonly is_speech_end: boolean;
  /** How much sound the node has heard of this stream, in ms. */
  readonly timestamp_ms: number;
  /** Where the speech began that goes on or has just ended, padded, in ms as `timestamp_ms`; `null` when there is none. */
  readonly speech_start_ms: number | null;
  /** With `is_speech_end`: where it ended, padded, likewise; else `null`. */
  readonly speech_end_ms: number | null;
  /** RMS of the stretch that was judged, 0–1. */
  readonly rms: number;
  /** Its largest sample, 0–1. */
  readonly peak: number;
  /** How many samples it had. */
  readonly samples: number;
  /** In Hz. */
  readonly sample_rate: number;
  /** Whose sound it was, `null` if the blocks do not say. */
  readonly stream_id: string | null;
  /** When the stretch began, µs on the clock of the sound. */
  readonly timestamp_us: number;
};
