import { chooseEngine } from '../../engine/choose/choose-engine.ts';
import { VIDEO_ENCODER_RULES } from '../../engine/choose/video-rules.ts';
import { openVideoEncoder } from '../../engine/open-engine.ts';
import type { EncodedOutput, VideoDecoderFacts, VideoEncodeInput } from '../../engine/ports.ts';
import { asInterface } from '../data/idl/interfaces.ts';
import {
  type EncodedVideoChunk,
  isNativeVideoFrame,
  isVideoFrame,
  type NativeVideoFrame,
  VideoFrame,
} from '../data/index.ts';
import { readEncodeOptions, readVideoEncoderConfig } from './config/video-encoder-config.ts';
import type {
  CodecState,
  CoderSupport,
  EngineExplanation,
  EngineReport,
  VideoEncoderConfig,
  VideoEncoderEncodeOptions,
} from './config-types.ts';
import { quantizerOf } from './input/quantizer.ts';
import { DequeueHandler, type DequeueListener, readCallbacks } from './interface-parts.ts';
import { type EncodedVideoChunkMetadata, EncodedVideoOutput } from './output/encoded-video-output.ts';
import { ControlQueue } from './queue/control-queue.ts';
import { requireEngine, support } from './support.ts';

/** What an encoder calls. Source: WebCodecs, "VideoEncoderInit". */
export interface VideoEncoderInit {
  /** Takes a chunk. */
  output(chunk: EncodedVideoChunk, metadata?: EncodedVideoChunkMetadata): void;
  /** Takes the error that closed the encoder. */
  error(error: DOMException): void;
}

type Work = VideoEncodeInput<VideoFrame>;

/** Encodes video. Source: WebCodecs, "VideoEncoder Interface"; what is named of engines is beside it. */
export class VideoEncoder extends EventTarget {
  readonly #handler = new DequeueHandler(this);
  readonly #output = new EncodedVideoOutput();
  readonly #queue: ControlQueue<VideoEncoderConfig, Work, EncodedOutput<VideoDecoderFacts>>;
  #codec = '';

  /** @throws {TypeError} unless both callbacks are there */
  constructor(init: VideoEncoderInit) {
    super();
    const { output, error } = readCallbacks<[EncodedVideoChunk, EncodedVideoChunkMetadata]>(init, 'VideoEncoderInit');
    this.#queue = new ControlQueue({
      name: 'VideoEncoder',
      choose: (config) => requireEngine(config, VIDEO_ENCODER_RULES),
      open: openVideoEncoder,
      configured: (config) => this.#output.configured(config),
      deliver: (encoded) => output(...this.#output.deliver(encoded)),
      drop: () => undefined,
      release: ({ frame }) => frame.close(),
      fail: error,
      dequeued: () => this.dispatchEvent(new Event('dequeue')),
    });
  }

  /** Where it is in its life. */
  get state(): CodecState {
    return this.#queue.state;
  }

  /** How many frames wait for the engine. */
  get encodeQueueSize(): number {
    return this.#queue.size;
  }

  /** Called when {@link VideoEncoder.encodeQueueSize} has become smaller; `null` for nothing. */
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
  configure(config: VideoEncoderConfig): void {
    const copy = readVideoEncoderConfig(config);
    this.#queue.configure(copy);
    this.#codec = copy.codec;
    this.#output.asked(copy);
  }

  /**
   * Encodes `frame`, which may be closed afterwards.
   *
   * @throws {TypeError} when it is closed
   * @throws {DOMException} `InvalidStateError` unless configured, `DataError` when it is turned or mirrored otherwise than
   * the first frame after the configuration
   */
  encode(frame: VideoFrame | NativeVideoFrame, options: VideoEncoderEncodeOptions = {}): void {
    if (!isVideoFrame(frame) && !isNativeVideoFrame(frame)) throw new TypeError('encode() needs a VideoFrame');
    const { keyFrame = false, ...codecs } = readEncodeOptions(options);
    if (frame.codedWidth === 0) throw new TypeError('the VideoFrame is closed');
    this.#queue.requireConfigured('encode');
    // Not as a page's subclass clones: the clone is closed here.
    const clone = isVideoFrame(frame) ? VideoFrame.prototype.clone.call(frame) : new VideoFrame(frame);
    try {
      this.#output.admit(clone);
    } catch (error) {
      clone.close();
      throw error;
    }
    this.#queue.work({ frame: clone, keyFrame, quantizer: quantizerOf(this.#codec, codecs) });
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
  static async isConfigSupported(config: VideoEncoderConfig): Promise<CoderSupport<VideoEncoderConfig>> {
    return support(readVideoEncoderConfig(config), VIDEO_ENCODER_RULES);
  }

  /** Which engine `config` would get, and why. Not of the W3C. @throws {TypeError} asynchronously, if not valid */
  static async explainEngine(config: VideoEncoderConfig): Promise<EngineExplanation> {
    return chooseEngine(readVideoEncoderConfig(config), VIDEO_ENCODER_RULES);
  }
}

asInterface(VideoEncoder, 'VideoEncoder');
// WebIDL §3.7.7 wants static operations to be enumerable as well.
Object.defineProperty(VideoEncoder, 'isConfigSupported', { enumerable: true });
