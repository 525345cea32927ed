import { Resampler } from '@remotemedia/codecs/resample';
import { AudioBlock } from '../../data/audio-block.ts';
import type { Asset, NodeContext } from '../../node/node-definition.ts';
import { finite } from '../audio/finite.ts';
import { OwnBlock } from '../audio/own-block.ts';
import { planeOf } from '../audio/plane-of.ts';
import type { SoundStream } from '../audio/sound-node.ts';
import { FrameCutter, resamplingDelay } from './frame-cutter.ts';
import { PlaneQueue } from './plane-queue.ts';
import { RNNOISE_FRAME, RNNOISE_RATE } from './rnnoise.ts';
import { Suppressor, type SuppressorSettings } from './suppressor.ts';

/** Everything that depends on the format of the sound. */
interface Line {
  readonly suppressor: Suppressor;
  readonly cutter: FrameCutter;
  readonly back: Resampler | undefined;
  readonly queue: PlaneQueue;
  /** Silence that the queue begins with, so that it never runs dry. */
  readonly headStart: number;
}

/** Suppresses the noise of one stream. Each block comes out as long as it went in, later by a delay that never changes. */
export class SuppressionStream implements SoundStream<SuppressorSettings> {
  readonly #module: Asset;
  readonly #emit: NodeContext['emit'];
  readonly #clean = new OwnBlock();
  readonly #own = new OwnBlock();
  #params: SuppressorSettings;
  #line: Line | undefined;
  #rate = 0;
  #channelCount = 0;
  #endUs: number | undefined;

  constructor(module: Asset, params: SuppressorSettings, emit: NodeContext['emit']) {
    this.#module = module;
    this.#params = params;
    this.#emit = emit;
  }

  take(block: AudioBlock): void {
    const line = this.#lineFor(block);
    const { frames } = block;
    const clean = this.#clean.like(block);
    for (let channel = 0; channel < this.#channelCount; channel += 1) {
      const from = planeOf(block, channel);
      const to = planeOf(clean, channel);
      for (let frame = 0; frame < frames; frame += 1) to[frame] = finite(from[frame]);
    }
    line.cutter.push(clean.channels, frames);
    const out = this.#own.like(block);
    line.queue.shift(out.channels, frames);
    this.#endUs = block.timestampUs + (frames / this.#rate) * 1e6;
    out.timestampUs = block.timestampUs - delayUs(line.headStart, this.#rate);
    this.#emit(out);
  }

  update(params: SuppressorSettings): void {
    this.#params = params;
    this.#line?.suppressor.update(params);
  }

  flush(): void {
    if (this.#endUs === undefined || !this.#line) return;
    const format = { sampleRate: this.#rate, channelCount: this.#channelCount };
    const missing = Math.ceil(this.#line.headStart + (RNNOISE_FRAME * this.#rate) / RNNOISE_RATE);
    const silence = AudioBlock.allocate(format, missing);
    silence.timestampUs = this.#endUs;
    this.take(silence);
    this.reset();
  }

  reset(): void {
    this.#endUs = undefined;
    const line = this.#line;
    if (!line) return;
    line.suppressor.reset();
    line.cutter.reset();
    line.back?.reset();
    line.queue.reset(line.headStart);
  }

  close(): void {
    this.#line?.suppressor.close();
    this.#line = undefined;
  }

  #lineFor({ sampleRate, channels }: AudioBlock): Line {
    if (this.#line && sampleRate === this.#rate && channels.length === this.#channelCount) return this.#line;
    this.flush();
    this.close();
    this.#line = this.#open(sampleRate, channels.length);
    this.#rate = sampleRate;
    this.#channelCount = channels.length;
    return this.#line;
  }

  #open(sampleRate: number, channelCount: number): Line {
    const isSame = sampleRate === RNNOISE_RATE;
    const back = isSame
      ? undefined
      : new Resampler({ inputRate: RNNOISE_RATE, outputRate: sampleRate, channelCount, quality: 'medium' });
    const queue = new PlaneQueue(channelCount);
    const headStart = headStartAt(sampleRate);
    queue.reset(headStart);
    const onFrame = (frame: readonly Float32Array[]): void => {
      suppressor.process(frame);
      // The output is another array when it had to grow: it is looked at after the call.
      const made = back ? back.process(frame) : RNNOISE_FRAME;
      queue.push(back ? back.output : frame, made);
    };
    const cutter = new FrameCutter(
      { sampleRate, channelCount },
      { sampleRate: RNNOISE_RATE, length: RNNOISE_FRAME },
      onFrame,
    );
    const suppressor = new Suppressor(this.#module, channelCount, this.#params);
    return { suppressor, cutter, back, queue, headStart };
  }
}

/** A frame that waits to be complete, and what resampling takes in both directions, in samples of the sound's rate. */
function headStartAt(sampleRate: number): number {
  const back = resamplingDelay(RNNOISE_RATE, sampleRate);
  return resamplingDelay(sampleRate, RNNOISE_RATE) + Math.ceil(((RNNOISE_FRAME + back) * sampleRate) / RNNOISE_RATE);
}

/** By how much the sound is late, RNNoise's own frame included. */
function delayUs(headStart: number, sampleRate: number): number {
  return (headStart / sampleRate + RNNOISE_FRAME / RNNOISE_RATE) * 1e6;
}
