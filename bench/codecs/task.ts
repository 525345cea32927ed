/** How Opus is encoded: frames of 20 ms at 48 kHz, 16-bit samples. */
export interface OpusSettings {
  readonly channelCount: 1 | 2;
  readonly application: 'voip' | 'audio';
  /** Bits per second. */
  readonly bitrate: number;
  readonly complexity: number;
}

/** How video is encoded: one thread, real time, constant bitrate, 30 pictures a second. */
export interface VideoSettings {
  readonly codec: 'vp8' | 'vp9';
  readonly width: number;
  readonly height: number;
  /** Bits per second. */
  readonly bitrate: number;
  readonly cpuUsed: number;
}

/**
 * What one measurement does. Files are named without a folder; `lead` pictures go in before the clock starts;
 * with `limit` only so many inputs go in at all.
 */
export type Task =
  | {
      readonly what: 'opus-encode';
      readonly clip: string;
      readonly settings: OpusSettings;
      readonly limit?: number;
    }
  | {
      readonly what: 'opus-decode';
      readonly packets: string;
      readonly settings: OpusSettings;
      /** How often the packets are decoded, one pass after another. */
      readonly passes: number;
      readonly limit?: number;
    }
  | {
      readonly what: 'video-encode';
      readonly clip: string;
      readonly settings: VideoSettings;
      readonly lead: number;
      readonly count: number;
    }
  | {
      readonly what: 'video-decode';
      readonly packets: string;
      readonly settings: VideoSettings;
      readonly lead: number;
      readonly limit?: number;
    };

/** What came out of one measurement. */
export interface Outcome {
  /** Time of what came after the lead, in milliseconds. */
  readonly elapsedMs: number;
  /** How many frames or pictures that were. */
  readonly count: number;
  /** Bytes of all packets, those of the lead too. */
  readonly bytes: number;
  /** Only when asked for: the packets that were made, or the sound that was decoded, each with its length before it. */
  readonly pieces?: Uint8Array<ArrayBuffer>;
  /** Only when asked for, of decoded video: one number for all pixels of all pictures. */
  readonly digest?: number;
}
