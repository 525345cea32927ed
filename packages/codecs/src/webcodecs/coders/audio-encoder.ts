import { AUDIO_ENCODER_RULES } from '../../engine/choose/audio-rules.ts';
import { chooseEngine } from '../../engine/choose/choose-engine.ts';
import { openAudioEncoder } from '../../engine/open-engine.ts';
import type { AudioDecoderFacts, EncodedOutput } from '../../engine/ports.ts';
import { asInterface } from '../data/idl/interfaces.ts';
import {
  AudioData,
  audioDataFromNative,
  EncodedAudioChunk,
  isAudioData,
  isNativeAudioData,
  type NativeAudioData,
} from '../data/index.ts';
import { readAudioEncoderConfig } from './config/audio-configs.ts';
import type {
  AudioDecoderConfig,
  AudioEncoderConfig,
  CodecState,
  CoderSupport,
  EngineExplanation,
  EngineReport,
} from './config-types.ts';
import { DequeueHandler, type DequeueListener, readCallbacks } from './interface-parts.ts';
import { ActiveOutput } from './output/active-output.ts';
import { chunkTimes } from './output/chunk-times.ts';
import { ControlQueue } from './queue/control-queue.ts';
import { requireEngine, support } from './support.ts';

/** What comes with an encoded chunk. Source: WebCodecs, "EncodedAudioChunkMetadata", with ours. */
export interface EncodedAudioChunkMetadata {
  /** With the first chunk after a configuration, and when it changed: how to decode from here. */
  decoderConfig?: AudioDecoderConfig;
  /** Opus in the `wasm` engine: where the range coder ended up, which a decoder must come to as well. */
  finalRange?: number;
}

/** What an encoder calls. Source: WebCodecs, "AudioEncoderInit". */
export interface AudioEncoderInit {
  /** Takes a chunk. */
  output(chunk: EncodedAudioChunk, metadata?: EncodedAudioChunkMetadata): void;
  /** Takes the error that closed the encoder. */
  error(error: DOMException): void;
}

/** Encodes audio. Source: WebCodecs, "AudioEncoder Interface"; what is named of engines is beside it. */
export class AudioEncoder extends EventTarget {
  readonly #handler = new DequeueHandler(this);
  readonly #queue: ControlQueue<AudioEncoderConfig, AudioData, EncodedOutput<AudioDecoderFacts>>;

  /** @throws {TypeError} unless both callbacks are there */
  constructor(init: AudioEncoderInit) {
    super();
    const { output, error } = readCallbacks<[EncodedAudioChunk, EncodedAudioChunkMetadata]>(init, 'AudioEncoderInit');
    let codec = '';
    const active = new ActiveOutput((facts: AudioDecoderFacts) => describe(codec, facts));
    this.#queue = new ControlQueue({
      name: 'AudioEncoder',
      choose: (config) => requireEngine(config, AUDIO_ENCODER_RULES),
      open: openAudioEncoder,
      configured: (config) => {
        codec = config.codec;
        active.renew();
      },
      deliver: (encoded) => {
        const decoderConfig = active.next(encoded.decoderConfig);
        output(chunkOf(encoded), {
          ...(decoderConfig && { decoderConfig }),
          ...(encoded.finalRange !== undefined && { finalRange: encoded.finalRange }),
        });
      },
      drop: () => undefined,
      release: (data) => data.close(),
      fail: error,
      dequeued: () => this.dispatchEvent(new Event('dequeue')),
    });
  }

  /** Where it is in its life. */
  get state(): CodecState {
    return this.#queue.state;
  }

  /** How many inputs wait for the engine. */
  get encodeQueueSize(): number {
    return this.#queue.size;
  }

  /** Called when {@link AudioEncoder.encodeQueueSize} has become smaller; `null` for nothing. */
  get ondequeue(): DequeueListener {
    return this.#handler.get();
  }

  set ondequeue(handler: DequeueListener) {
    this.#handler.set(handler);
  }

  /** Which engine is at work, and why; `undefined` before a configuration took effect. Not of the W3C. */
  get engine(): EngineReport | undefined {
    return this.#queue.engine;
  }

  /**
   * Configures it, behind what is queued.
   *
   * @throws {TypeError} for a configuration that is not valid
   * @throws {DOMException} `InvalidStateError` when closed. A configuration that is not supported closes it later, with
   * `NotSupportedError`
   */
  configure(config: AudioEncoderConfig): void {
    this.#queue.configure(readAudioEncoderConfig(config));
  }

  /**
   * Encodes `data`, which may be closed afterwards.
   *
   * @throws {TypeError} when it is closed
   * @throws {DOMException} `InvalidStateError` unless configured
   */
  encode(data: AudioData | NativeAudioData): void {
    const ours = isAudioData(data) ? data : undefined;
    if (!ours && !isNativeAudioData(data)) throw new TypeError('encode() needs an AudioData');
    if (data.numberOfFrames === 0) throw new TypeError('the AudioData is closed');
    this.#queue.requireConfigured('encode');
    // Not as a page's subclass clones: the clone is closed here.
    const clone = ours ? AudioData.prototype.clone.call(ours) : audioDataFromNative(data.clone());
    this.#queue.work(clone);
  }

  /**
   * Fulfils when everything is out that was queued before.
   *
   * @throws {DOMException} asynchronously: `InvalidStateError` unless configured, `AbortError` after a reset or close,
   * the error that closed it
   */
  async flush(): Promise<undefined> {
    return this.#queue.flush();
  }

  /** Forgets configuration and queue. @throws {DOMException} `InvalidStateError` when closed */
  reset(): void {
    this.#queue.reset();
  }

  /** Ends it for good. @throws {DOMException} `InvalidStateError` when closed already */
  close(): void {
    this.#queue.close();
  }

  /** Whether some engine can do this, and which members were understood. @throws {TypeError} asynchronously, if not valid */
  static async isConfigSupported(config: AudioEncoderConfig): Promise<CoderSupport<AudioEncoderConfig>> {
    return support(readAudioEncoderConfig(config), AUDIO_ENCODER_RULES);
  }

  /** Which engine `config` would get, and why. Not of the W3C. @throws {TypeError} asynchronously, if not valid */
  static async explainEngine(config: AudioEncoderConfig): Promise<EngineExplanation> {
    return chooseEngine(readAudioEncoderConfig(config), AUDIO_ENCODER_RULES);
  }
}

asInterface(AudioEncoder, 'AudioEncoder');
// WebIDL §3.7.7 wants static operations to be enumerable as well.
Object.defineProperty(AudioEncoder, 'isConfigSupported', { enumerable: true });

function chunkOf(encoded: EncodedOutput<AudioDecoderFacts>): EncodedAudioChunk {
  const { type, data } = encoded;
  return new EncodedAudioChunk({ type, data, transfer: [data.buffer], ...chunkTimes(encoded) });
}

function describe(codec: string, facts: AudioDecoderFacts): AudioDecoderConfig {
  const { sampleRate, numberOfChannels, description } = facts;
  return { codec, sampleRate, numberOfChannels, ...(description && { description }) };
}
