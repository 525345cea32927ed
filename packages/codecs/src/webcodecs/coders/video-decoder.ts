import { chooseEngine } from '../../engine/choose/choose-engine.ts';
import { VIDEO_DECODER_RULES } from '../../engine/choose/video-rules.ts';
import { openVideoDecoder } from '../../engine/open-engine.ts';
import type { DecodeInput } from '../../engine/ports.ts';
import { asInterface } from '../data/idl/interfaces.ts';
import { bytesOfVideoChunk, type EncodedVideoChunk, isEncodedVideoChunk, type VideoFrame } from '../data/index.ts';
import { readVideoDecoderConfig } from './config/video-decoder-config.ts';
import type { CodecState, CoderSupport, EngineExplanation, EngineReport, VideoDecoderConfig } from './config-types.ts';
import { inputOfChunk } from './input/chunk-input.ts';
import { KeyChunkGate } from './input/key-chunk-gate.ts';
import { isNoKeyFrame } from './input/key-frame-check.ts';
import { DequeueHandler, type DequeueListener, readCallbacks } from './interface-parts.ts';
import { ControlQueue } from './queue/control-queue.ts';
import { requireEngine, support } from './support.ts';

/** What a decoder calls. Source: WebCodecs, "VideoDecoderInit". */
export interface VideoDecoderInit {
  /** Takes a frame, which the page has to close. */
  output(frame: VideoFrame): void;
  /** Takes the error that closed the decoder. */
  error(error: DOMException): void;
}

/** Decodes video. Source: WebCodecs, "VideoDecoder Interface"; what is named of engines is beside it. */
export class VideoDecoder extends EventTarget {
  readonly #handler = new DequeueHandler(this);
  readonly #gate = new KeyChunkGate();
  readonly #queue: ControlQueue<VideoDecoderConfig, DecodeInput, VideoFrame>;
  /** Of the newest configuration. */
  #codec = '';

  /** @throws {TypeError} unless both callbacks are there */
  constructor(init: VideoDecoderInit) {
    super();
    const { output, error } = readCallbacks<[VideoFrame]>(init, 'VideoDecoderInit');
    this.#queue = new ControlQueue({
      name: 'VideoDecoder',
      choose: (config) => requireEngine(config, VIDEO_DECODER_RULES),
      open: openVideoDecoder,
      configured: () => undefined,
      deliver: output,
      drop: (frame) => frame.close(),
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

  /** Called when {@link VideoDecoder.decodeQueueSize} has become smaller; `null` for nothing. */
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
  configure(config: VideoDecoderConfig): void {
    const copy = readVideoDecoderConfig(config);
    this.#queue.configure(copy);
    this.#gate.shut();
    this.#codec = copy.codec;
  }

  /**
   * Decodes a chunk.
   *
   * @throws {DOMException} `InvalidStateError` unless configured, `DataError` for a chunk that has to be a key chunk and
   * is none
   */
  decode(chunk: EncodedVideoChunk): void {
    if (!isEncodedVideoChunk(chunk)) throw new TypeError('decode() needs an EncodedVideoChunk');
    this.#queue.requireConfigured('decode');
    const bytes = bytesOfVideoChunk(chunk);
    this.#gate.admit(chunk.type === 'key', () => isNoKeyFrame(this.#codec, bytes));
    this.#queue.work(inputOfChunk(chunk, bytes));
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
  static async isConfigSupported(config: VideoDecoderConfig): Promise<CoderSupport<VideoDecoderConfig>> {
    return support(readVideoDecoderConfig(config), VIDEO_DECODER_RULES);
  }

  /** Which engine `config` would get, and why. Not of the W3C. @throws {TypeError} asynchronously, if not valid */
  static async explainEngine(config: VideoDecoderConfig): Promise<EngineExplanation> {
    return chooseEngine(readVideoDecoderConfig(config), VIDEO_DECODER_RULES);
  }
}

asInterface(VideoDecoder, 'VideoDecoder');
// WebIDL §3.7.7 wants static operations to be enumerable as well.
Object.defineProperty(VideoDecoder, 'isConfigSupported', { enumerable: true });
