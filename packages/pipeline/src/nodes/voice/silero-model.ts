import { SdkError } from '@remotemedia/base';
import type { Asset } from '../../node/node-definition.ts';
import { loadOnnxRuntime, type OnnxRuntime, type OnnxSession, type OnnxTensor, onnxTurns } from './onnx-runtime.ts';

/** Numbers that the model remembers between two windows. */
const STATE_SIZE = 256;
const STATE_SHAPE = [2, 1, 128];

/** The files of Silero VAD. */
export interface SileroFiles {
  /** Address of the module onnxruntime-web. */
  readonly onnxruntime: Asset;
  /** Its WebAssembly, as bytes. */
  readonly onnxruntimeWasm: Asset;
  /** The model in ONNX, as bytes. */
  readonly sileroModel: Asset;
}

/** Silero VAD, version 5: shared by all streams of a node, each of which has a {@link SileroMemory}. Close it. */
export class SileroModel {
  /** Samples of a window: 32 ms. */
  readonly windowSize: number;
  readonly #runtime: OnnxRuntime;
  readonly #session: OnnxSession;
  readonly #rate: OnnxTensor;
  readonly #contextSize: number;

  private constructor(runtime: OnnxRuntime, session: OnnxSession, sampleRate: number) {
    this.#runtime = runtime;
    this.#session = session;
    this.windowSize = (sampleRate / 1000) * 32;
    this.#contextSize = (sampleRate / 1000) * 4;
    this.#rate = new runtime.Tensor('int64', BigInt64Array.of(BigInt(sampleRate)), []);
  }

  /**
   * @param sampleRate 16,000 or 8,000 Hz
   * @throws {SdkError} as `loadOnnxRuntime`; `invalid-argument` when the model cannot be read
   */
  static async open(files: SileroFiles, sampleRate: number): Promise<SileroModel> {
    const { sileroModel } = files;
    if (!(sileroModel instanceof Uint8Array))
      throw new SdkError('invalid-argument', 'the asset sileroModel must be bytes');
    const runtime = await loadOnnxRuntime(files.onnxruntime, files.onnxruntimeWasm);
    try {
      const options = { executionProviders: ['wasm'] };
      const session = await onnxTurns.run(() => runtime.InferenceSession.create(sileroModel, options));
      return new SileroModel(runtime, session, sampleRate);
    } catch (cause) {
      throw new SdkError('invalid-argument', `Silero VAD's model cannot be opened: ${String(cause)}`, { cause });
    }
  }

  /** A memory for another stream. */
  remember(): SileroMemory {
    return { state: new Float32Array(STATE_SIZE), input: new Float32Array(this.#contextSize + this.windowSize) };
  }

  /** The probability that a window has speech, 0–1. Calls for one memory must not overlap. */
  async judge(window: Float32Array, memory: SileroMemory): Promise<number> {
    const { Tensor } = this.#runtime;
    const { input, state } = memory;
    // The model hears the end of the window before as well.
    input.copyWithin(0, this.windowSize);
    input.set(window, this.#contextSize);
    const feeds = {
      input: new Tensor('float32', input, [1, input.length]),
      state: new Tensor('float32', state, STATE_SHAPE),
      sr: this.#rate,
    };
    const results = await onnxTurns.run(() => this.#session.run(feeds));
    state.set(numbersOf(results['stateN'], 'stateN', STATE_SIZE));
    return numbersOf(results['output'], 'output', 1)[0] ?? 0;
  }

  /** Lets go of the model. */
  async close(): Promise<void> {
    await onnxTurns.run(() => this.#session.release());
  }
}

/** What the model knows of one stream. */
export interface SileroMemory {
  /** Numbers of the model's own. */
  readonly state: Float32Array;
  /** The last window, after the end of the one before. */
  readonly input: Float32Array;
}

function numbersOf(tensor: OnnxTensor | undefined, name: string, count: number): Float32Array {
  if (tensor?.data instanceof Float32Array && tensor.data.length === count) return tensor.data;
  throw new SdkError('invalid-argument', `the model is not Silero VAD, version 5: its output ${name} is another one`);
}
