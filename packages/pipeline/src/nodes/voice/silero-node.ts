import type { AudioBlock } from '../../data/audio-block.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { FrameCutter } from './frame-cutter.ts';
import { MonoMix } from './mono-mix.ts';
import { type SileroMemory, SileroModel } from './silero-model.ts';
import type { VoiceParams } from './voice-params.ts';
import { VoiceReporter } from './voice-reporter.ts';

/** Streams that one node keeps apart; the one that came first is forgotten for another. */
const MOST_STREAMS = 64;

/** The parameters of `SileroVAD`. */
export type SileroParams = VoiceParams & {
  /** Rate of the model in Hz. */
  readonly samplingRate: 16_000 | 8000;
  /** How often an event is told although nothing begins or ends, in ms. */
  readonly emitIntervalMs: number;
};

/** Loads the model and makes the node. @throws {SdkError} as {@link SileroModel.open} */
export async function openSileroNode(params: SileroParams, context: NodeContext): Promise<NodeInstance> {
  const files = {
    onnxruntime: context.asset('onnxruntime'),
    onnxruntimeWasm: context.asset('onnxruntimeWasm'),
    sileroModel: context.asset('sileroModel'),
  };
  return new SileroNode(await SileroModel.open(files, params.samplingRate), params, context);
}

/** One stream: what was cut of it, and what the model knows of it. */
interface Stream {
  readonly reporter: VoiceReporter;
  readonly memory: SileroMemory;
  cutter: FrameCutter;
  sampleRate: number;
}

class SileroNode implements NodeInstance {
  readonly #model: SileroModel;
  readonly #context: NodeContext;
  readonly #streams = new Map<string | undefined, Stream>();
  readonly #mono = new MonoMix();
  /** Windows that wait to be judged. */
  readonly #windows: Float32Array[] = [];
  readonly #modelRate: number;
  #params: SileroParams;

  constructor(model: SileroModel, params: SileroParams, context: NodeContext) {
    this.#model = model;
    this.#params = params;
    this.#context = context;
    this.#modelRate = params.samplingRate;
  }

  async process(item: RuntimeData): Promise<void> {
    if (item.kind !== 'audio') return;
    if (item.frames === 0) {
      await this.#forget(item);
      return;
    }
    const stream = this.#streamOf(item);
    if (stream.sampleRate !== item.sampleRate) await this.#renew(stream, item.sampleRate);
    stream.reporter.follow(item);
    stream.cutter.push(this.#mono.of(item), item.frames);
    await this.#judge(stream);
    this.#context.emit(item);
  }

  update(params: SileroParams): void {
    this.#params = { ...params, samplingRate: this.#params.samplingRate };
    for (const { reporter } of this.#streams.values()) reporter.update(params, params.emitIntervalMs);
  }

  async flush(): Promise<void> {
    for (const stream of this.#streams.values()) await this.#end(stream);
  }

  reset(): void {
    this.#windows.length = 0;
    for (const { reporter, memory, cutter } of this.#streams.values()) {
      reporter.reset();
      cutter.reset();
      memory.state.fill(0);
      memory.input.fill(0);
    }
  }

  async close(): Promise<void> {
    this.#streams.clear();
    await this.#model.close();
  }

  async #end(stream: Stream): Promise<void> {
    stream.cutter.flush();
    await this.#judge(stream);
    stream.reporter.flush();
  }

  /** An empty block says that its stream is over. */
  async #forget(block: AudioBlock): Promise<void> {
    const stream = this.#streams.get(block.streamId);
    if (stream) await this.#end(stream);
    this.#streams.delete(block.streamId);
    this.#context.emit(block);
  }

  async #judge({ reporter, memory }: Stream): Promise<void> {
    for (let window = this.#windows.shift(); window; window = this.#windows.shift()) {
      reporter.judge(await this.#model.judge(window, memory), window, this.#modelRate);
    }
  }

  async #renew(stream: Stream, sampleRate: number): Promise<void> {
    stream.cutter.flush();
    await this.#judge(stream);
    stream.cutter = this.#cutter(sampleRate);
    stream.sampleRate = sampleRate;
  }

  #streamOf({ streamId, sampleRate }: AudioBlock): Stream {
    const known = this.#streams.get(streamId);
    if (known) return known;
    if (this.#streams.size >= MOST_STREAMS) this.#streams.delete(this.#streams.keys().next().value);
    const emit = this.#context.emit.bind(this.#context);
    const stream: Stream = {
      reporter: new VoiceReporter(this.#params, this.#params.emitIntervalMs, (value) => {
        emit({ kind: 'json', value }, 'events');
      }),
      memory: this.#model.remember(),
      cutter: this.#cutter(sampleRate),
      sampleRate,
    };
    this.#streams.set(streamId, stream);
    return stream;
  }

  #cutter(sampleRate: number): FrameCutter {
    const to = { sampleRate: this.#modelRate, length: this.#model.windowSize };
    return new FrameCutter({ sampleRate, channelCount: 1 }, to, ([window]) => {
      if (window) this.#windows.push(window.slice());
    });
  }
}
