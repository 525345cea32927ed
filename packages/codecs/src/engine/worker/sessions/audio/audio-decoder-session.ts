import type { OpusDecoder, OpusMultistreamDecoder } from '../../../../opus/index.ts';
import type { AudioDecoderConfig } from '../../../../webcodecs/coders/config-types.ts';
import type { DecodedAudio } from '../../payloads.ts';
import type { CoderInput } from '../../protocol.ts';
import type { CoderSession, Steps } from '../coder-session.ts';
import { notConfigured, wrongInput } from '../session-errors.ts';
import { fillGap } from './gap-filler.ts';
import { openOpusDecoder } from './open-opus-decoder.ts';

/** Opus is decoded at its full rate, whatever was encoded, as browsers do. */
const RATE = 48_000;

/** Decodes Opus: one AudioData for a packet, without what belongs to no input of the encoder. */
export class AudioDecoderSession implements CoderSession {
  #decoder: OpusDecoder | OpusMultistreamDecoder | undefined;
  #conceals = false;
  #leftToSkip = 0;
  #skippedFrames = 0;
  /** When the last packet ended, by its own timestamp, µs. */
  #endUs: number | undefined;

  /** Begins a new stream. */
  configure(config: AudioDecoderConfig, module: WebAssembly.Module): Steps {
    const { decoder, preSkipFrames } = openOpusDecoder(config, module);
    this.close();
    this.#decoder = decoder;
    this.#conceals = config.opusExtras?.concealment ?? false;
    this.#leftToSkip = preSkipFrames;
    this.#skippedFrames = 0;
    this.#endUs = undefined;
    return [];
  }

  /** Decodes a packet, and before it what is missing, if that is wanted. */
  *process(input: CoderInput): Steps {
    if (input.type !== 'packet') throw wrongInput('audio-decoder', input.type);
    const decoder = this.#decoder;
    if (!decoder) throw notConfigured('audio-decoder');
    const { timestamp, data } = input;
    let atUs = this.#endUs ?? timestamp;
    if (this.#conceals && timestamp > atUs) {
      for (const piece of fillGap(decoder, timestamp - atUs, data)) {
        yield this.#output(piece, atUs, decoder.channelCount);
        atUs += durationUs(piece.length / decoder.channelCount);
      }
    }
    const samples = decoder.decode(data);
    this.#endUs = timestamp + durationUs(samples.length / decoder.channelCount);
    yield this.#output(samples, timestamp, decoder.channelCount);
  }

  /** Nothing is ever held back. */
  flush(): Steps {
    if (!this.#decoder) throw notConfigured('audio-decoder');
    return [];
  }

  /** Gives the decoder back. */
  close(): void {
    this.#decoder?.close();
    this.#decoder = undefined;
  }

  /** What was left out at the beginning came out of the decoder first: everything after it is that much earlier. */
  #output(samples: Float32Array, timestampUs: number, channelCount: number): DecodedAudio | undefined {
    const frames = samples.length / channelCount;
    const skipped = Math.min(this.#leftToSkip, frames);
    const timestamp = Math.round(timestampUs - durationUs(this.#skippedFrames));
    this.#leftToSkip -= skipped;
    this.#skippedFrames += skipped;
    if (skipped === frames) return undefined;
    return {
      type: 'audio',
      sampleRate: RATE,
      numberOfChannels: channelCount,
      numberOfFrames: frames - skipped,
      timestamp,
      data: new Float32Array(samples.subarray(skipped * channelCount)),
    };
  }
}

function durationUs(frames: number): number {
  return (frames * 1_000_000) / RATE;
}
