// For the tests of attached pipelines: tracks of tones, and what comes out of a track.
import { onTestFinished } from 'vitest';

/** A track with a tone. */
export function toneTrack(
  frequency = 440,
  gain = 0.5,
): { track: MediaStreamTrack; context: AudioContext; gain: GainNode } {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { frequency });
  const volume = new GainNode(context, { gain });
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  oscillator.connect(volume).connect(destination);
  oscillator.start();
  onTestFinished(() => context.close());
  const [track] = destination.stream.getAudioTracks();
  if (!track) throw new Error('no track');
  return { track, context, gain: volume };
}

/** Looks at the sound of a track. */
export class Ear {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #samples = new Float32Array(2048);

  constructor(track: MediaStreamTrack) {
    const source = new MediaStreamAudioSourceNode(this.#context, { mediaStream: new MediaStream([track]) });
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 2048, smoothingTimeConstant: 0 });
    source.connect(this.#analyser);
    onTestFinished(() => this.#context.close());
  }

  /** Root mean square of the last 43 ms. */
  get level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return Math.sqrt(this.#samples.reduce((sum, sample) => sum + sample ** 2, 0) / this.#samples.length);
  }

  /** The share of the power that is at a frequency: 1 for a pure tone. */
  share(frequency: number): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const rate = this.#context.sampleRate;
    let [cosine, sine, weights, power] = [0, 0, 0, 0];
    for (const [index, sample] of this.#samples.entries()) {
      const weight = 1 - Math.cos((2 * Math.PI * index) / this.#samples.length);
      const angle = (2 * Math.PI * frequency * index) / rate;
      cosine += sample * weight * Math.cos(angle);
      sine += sample * weight * Math.sin(angle);
      weights += weight;
      power += sample ** 2;
    }
    const amplitude = (2 * Math.hypot(cosine, sine)) / weights;
    return power === 0 ? 0 : amplitude ** 2 / 2 / (power / this.#samples.length);
  }
}
