import { SAMPLE_RATE } from './sound-settings.ts';

/** How far ahead of what is heard now the first sound is placed, seconds. */
const LEAD_SECONDS = 0.12;

/** Plays blocks where their timestamps say; what is missing between them is silence. */
export class Player {
  /** The page's way to the loudspeaker, at the rate of the codec. */
  readonly context: AudioContext = new AudioContext({ sampleRate: SAMPLE_RATE });
  #offsetSeconds: number | undefined;

  /** Plays mono samples. @param timestamp µs */
  play(samples: Float32Array<ArrayBuffer>, timestamp: number): void {
    const { context } = this;
    const seconds = timestamp / 1_000_000;
    this.#offsetSeconds ??= context.currentTime + LEAD_SECONDS - seconds;
    // Too late: the clock of the source and that of the loudspeaker have drifted apart, or the page stood still.
    if (seconds + this.#offsetSeconds < context.currentTime)
      this.#offsetSeconds = context.currentTime + LEAD_SECONDS - seconds;
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: SAMPLE_RATE });
    buffer.copyToChannel(samples, 0);
    const node = new AudioBufferSourceNode(context, { buffer });
    node.connect(context.destination);
    node.start(seconds + this.#offsetSeconds);
  }

  /** Silence at once. */
  close(): void {
    void this.context.close();
  }
}
