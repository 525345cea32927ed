import { AUDIO_DECODER_RULES } from '../../engine/choose/audio-rules.ts';
import { chooseEngine } from '../../engine/choose/choose-engine.ts';
import { openAudioDecoder } from '../../engine/open-engine.ts';
import type { DecodeInput } from '../../engine/ports.ts';
import { asInterface } from '../data/idl/interfaces.ts';
import { type AudioData, bytesOfAudioChunk, type EncodedAudioChunk, isEncodedAudioChunk } from '../data/index.ts';
import { readAudioDecoderConfig } from './config/audio-configs.ts';
import type { AudioDecoderConfig, CodecState, CoderSupport, EngineExplanation, EngineReport } from './config-types.ts';
import { inputOfChunk } from './input/chunk-input.ts';
import { KeyChunkGate } from './input/key-chunk-gate.ts';
import { DequeueHandler, type DequeueListener, readCallbacks } from './interface-parts.ts';
import { ControlQueue } from './queue/control-queue.ts';
import { requireEngine, support } from './support.ts';

/** What a decoder calls. Source: WebCodecs, "AudioDecoderInit". */
export interface AudioDecoderInit {
  /** Takes decoded audio, which the page has to close. */
  output(data: AudioData): void;
  /** Takes the error that closed the decoder. */
  error(error: DOMException): void;
}

/** Decodes audio. Source: WebCodecs, "AudioDecoder Interface"; what is named of engines is beside it. */
export class AudioDecoder extends EventTarget {
  readonly #handler = new DequeueHandler(this);
  readonly #gate = new KeyChunkGate();
  readonly #queue: ControlQueue<AudioDecoderConfig, DecodeInput, AudioData>;

  /** @throws {TypeError} unless both callbacks are there */
  constructor(init: AudioDecoderInit) {
    super();
    const { output, error } = readCallbacks<[AudioData]>(init, 'AudioDecoderInit');
    this.#queue = new ControlQueue({
      name: 'AudioDecoder',
      choose: (config) => requireEngine(config, AUDIO_DECODER_RULES),
      open: openAudioDecoder,
      configured: () => undefined,
      deliver: output,
      drop: (data) => data.close(),
      release: () => undefined,
      fail: error,
      dequeued: () => this.dispatchEvent(new Event('dequeue')),
    });
  }

  /** Where it is in its life. */
  get state(): CodecState {
    return this.#queue.state;
  }

  /** How many chunks wait for the engine. */
  get decodeQueueSize(): number {
    return this.#queue.size;
  }

  /** Called when {@link AudioDecoder.decodeQueueSize} has become smaller; `null` for nothing. */
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
  configure(config: AudioDecoderConfig): void {
    this.#queue.configure(readAudioDecoderConfig(config));
    this.#gate.shut();
  }

  /**
   * Decodes a chunk.
   *
   * @throws {DOMException} `InvalidStateError` unless configured, `DataError` for a chunk that has to be a key chunk and
   * is none
   */
  decode(chunk: EncodedAudioChunk): void {
    if (!isEncodedAudioChunk(chunk)) throw new TypeError('decode() needs an EncodedAudioChunk');
    this.#queue.requireConfigured('decode');
    this.#gate.admit(chunk.type === 'key', () => false);
    this.#queue.work(inputOfChunk(chunk, bytesOfAudioChunk(chunk)));
  }

  /**
   * Fulfils when everything is out that was queued before; the next chunk has to be a key chunk then.
   *
   * @throws {DOMException} asynchronously: `InvalidStateError` unless configured, `AbortError` after a reset or close,
   * the error that closed it
   */
  async flush(): Promise<undefined> {
    this.#queue.requireConfigured('flush');
    this.#gate.shut();
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
  static async isConfigSupported(config: AudioDecoderConfig): Promise<CoderSupport<AudioDecoderConfig>> {
    return support(readAudioDecoderConfig(config), AUDIO_DECODER_RULES);
  }

  /** Which engine `config` would get, and why. Not of the W3C. @throws {TypeError} asynchronously, if not valid */
  static async explainEngine(config: AudioDecoderConfig): Promise<EngineExplanation> {
    return chooseEngine(readAudioDecoderConfig(config), AUDIO_DECODER_RULES);
  }
}

asInterface(AudioDecoder, 'AudioDecoder');
// WebIDL §3.7.7 wants static operations to be enumerable as well.
Object.defineProperty(AudioDecoder, 'isConfigSupported', { enumerable: true });
