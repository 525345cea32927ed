import { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { DelayLine } from './delay-line.ts';
import { finite } from './finite.ts';
import { LimiterGain } from './limiter-gain.ts';
import { OwnBlock } from './own-block.ts';
import { planeOf } from './plane-of.ts';
import { SoundNode, type SoundStream } from './sound-node.ts';

const params = {
  thresholdDb: param.number({
    about: 'No sample comes out above this.',
    default: -1,
    min: -60,
    max: 0,
    unit: 'dBFS',
    aliases: ['ceiling_db'],
  }),
  releaseMs: param.number({
    about: 'How soon it lets go after a peak: the time in which the reduction falls to 37 %.',
    default: 100,
    min: 1,
    max: 5000,
    unit: 'ms',
  }),
  lookaheadMs: param.number({
    about: 'How long before a peak it turns down, which is also its delay. A change in mid-stream begins anew.',
    default: 5,
    min: 0.1,
    max: 50,
    unit: 'ms',
  }),
};

type LimiterParams = ParamValues<typeof params>;

/** Keeps peaks below a threshold. */
export const limiter: AnyNodeDefinition = defineNode({
  type: 'Limiter',
  about:
    'Keeps all samples at or below a threshold, by turning down before a peak comes, in all channels alike. ' +
    'It delays by lookahead_ms; what is below the threshold is not changed.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new LimiterStream(now, context), context.emit),
});

class LimiterStream implements SoundStream<LimiterParams> {
  readonly #emit: NodeContext['emit'];
  readonly #own = new OwnBlock();
  #params: LimiterParams;
  #delay = new DelayLine(0, 1);
  #gain = new LimiterGain(1, 1, 1);
  /** Peaks of a block, then its factors. */
  #factors = new Float64Array(0);
  #rate = 0;
  #streamId: string | undefined;
  /** Where the next block begins; undefined while nothing is inside. */
  #endUs: number | undefined;

  constructor(params: LimiterParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#params = params;
  }

  take(block: AudioBlock): void {
    if (block.sampleRate !== this.#rate || block.channels.length !== this.#delay.channelCount) {
      this.flush();
      this.#begin(block.sampleRate, block.channels.length);
    }
    this.#streamId = block.streamId;
    const { frames } = block;
    this.#peaks(block);
    this.#gain.factors(this.#factors, frames);
    const out = this.#own.like(block);
    for (let channel = 0; channel < out.channels.length; channel += 1) {
      const to = planeOf(out, channel);
      this.#delay.run(planeOf(block, channel), to, frames, channel);
      this.#gain.turnDown(to, this.#factors, frames);
    }
    this.#delay.advance(frames);
    this.#gain.advance(frames);
    this.#endUs = block.timestampUs + (frames / this.#rate) * 1e6;
    out.timestampUs = block.timestampUs - (this.#delay.frames / this.#rate) * 1e6;
    this.#emit(out);
  }

  update(params: LimiterParams): void {
    const isAnew = params.lookaheadMs !== this.#params.lookaheadMs;
    this.#params = params;
    if (this.#rate === 0) return;
    if (isAnew) this.#begin(this.#rate, this.#delay.channelCount);
    else this.#gain.update(this.#threshold, this.#releaseFrames);
  }

  flush(): void {
    const endUs = this.#endUs;
    if (endUs === undefined) return;
    const silence = AudioBlock.allocate(
      { sampleRate: this.#rate, channelCount: this.#delay.channelCount },
      this.#delay.frames,
    );
    silence.timestampUs = endUs;
    silence.streamId = this.#streamId;
    this.take(silence);
    this.reset();
  }

  reset(): void {
    this.#delay.reset();
    this.#gain.reset();
    this.#endUs = undefined;
  }

  get #threshold(): number {
    const exact = 10 ** (this.#params.thresholdDb / 20);
    const near = Math.fround(exact);
    // Samples are rounded, and none may be rounded to above it.
    return near <= exact ? near : Math.fround(exact * (1 - 2 ** -23));
  }

  get #releaseFrames(): number {
    return (this.#params.releaseMs / 1000) * this.#rate;
  }

  #begin(sampleRate: number, channelCount: number): void {
    this.#rate = sampleRate;
    const lookahead = Math.max(1, Math.round((this.#params.lookaheadMs / 1000) * sampleRate));
    this.#delay = new DelayLine(channelCount, lookahead);
    this.#gain = new LimiterGain(this.#threshold, lookahead, this.#releaseFrames);
    this.#endUs = undefined;
  }

  /** The highest of all channels at each sample-frame. */
  #peaks(block: AudioBlock): void {
    const { frames } = block;
    if (this.#factors.length < frames) this.#factors = new Float64Array(frames);
    const peaks = this.#factors;
    peaks.fill(0, 0, frames);
    for (let channel = 0; channel < block.channels.length; channel += 1) {
      const plane = planeOf(block, channel);
      for (let frame = 0; frame < frames; frame += 1) {
        const level = Math.abs(finite(plane[frame]));
        if (level > (peaks[frame] ?? 0)) peaks[frame] = level;
      }
    }
  }
}
