import type { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, type Asset, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { SoundNode, type SoundStream } from '../audio/sound-node.ts';
import { FrameCutter } from './frame-cutter.ts';
import { LevelGate } from './level-gate.ts';
import { MonoMix } from './mono-mix.ts';
import { RNNOISE_FRAME, RNNOISE_RATE, Rnnoise } from './rnnoise.ts';
import { voiceParams } from './voice-params.ts';
import { VoiceReporter } from './voice-reporter.ts';

const params = {
  ...voiceParams({ minSpeechMs: 300, minSilenceMs: 300 }),
  emitIntervalMs: param.number({
    about: 'How often an event is told although nothing begins or ends.',
    default: 100,
    min: 10,
    max: 60_000,
    unit: 'ms',
  }),
};

type DetectionParams = ParamValues<typeof params>;

/** Hears when somebody speaks. */
export const voiceActivityDetection: AnyNodeDefinition = defineNode({
  type: 'VoiceActivityDetection',
  about:
    'Hears when somebody speaks, at any rate, and tells it in events: by the probability that RNNoise gives each 10 ms, and ' +
    'by whether the level stands out from steady noise. ' +
    'The sound passes as it is, without delay. SileroVAD misses less in loud noise, but costs more.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'], events: ['json'] } },
  isRealtime: true,
  assets: { rnnoise: 'module' },
  create: (values, context) => {
    const module = context.asset('rnnoise');
    return new SoundNode(values, (now) => new DetectionStream(module, now, context), context.emit);
  },
});

class DetectionStream implements SoundStream<DetectionParams> {
  readonly #emit: NodeContext['emit'];
  readonly #rnnoise: Rnnoise;
  readonly #reporter: VoiceReporter;
  readonly #gate = new LevelGate();
  readonly #mono = new MonoMix();
  readonly #scratch = new Float32Array(RNNOISE_FRAME);
  #cutter: FrameCutter | undefined;
  #rate = 0;

  constructor(module: Asset, params: DetectionParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#rnnoise = new Rnnoise(module);
    this.#reporter = new VoiceReporter(params, params.emitIntervalMs, (value) =>
      emit({ kind: 'json', value }, 'events'),
    );
  }

  take(block: AudioBlock): void {
    const cutter = this.#cutterFor(block.sampleRate);
    this.#reporter.follow(block);
    cutter.push(this.#mono.of(block), block.frames);
    this.#emit(block);
  }

  update(params: DetectionParams): void {
    this.#reporter.update(params, params.emitIntervalMs);
  }

  flush(): void {
    this.#cutter?.flush();
    this.#reporter.flush();
  }

  reset(): void {
    this.#cutter?.reset();
    this.#rnnoise.reset();
    this.#gate.reset();
    this.#reporter.reset();
  }

  close(): void {
    this.#rnnoise.close();
  }

  #cutterFor(sampleRate: number): FrameCutter {
    if (this.#cutter && sampleRate === this.#rate) return this.#cutter;
    this.#cutter?.flush();
    this.#rate = sampleRate;
    const to = { sampleRate: RNNOISE_RATE, length: RNNOISE_FRAME };
    this.#cutter = new FrameCutter({ sampleRate, channelCount: 1 }, to, (frame) => this.#judge(frame[0]));
    return this.#cutter;
  }

  #judge(frame: Float32Array | undefined): void {
    if (!frame) return;
    const probability = this.#rnnoise.process(frame, this.#scratch) * this.#gate.push(frame);
    this.#reporter.judge(probability, frame, RNNOISE_RATE);
  }
}
