import { SdkError } from '@remotemedia/base';
import { type EncodedVideoChunk, VideoEncoder, type VideoEncoderConfig } from '@remotemedia/codecs';
import type { EncodedVideoData, VideoData } from '../../../data/runtime-data.ts';
import type { VideoEncodeParams } from '../video-encode.ts';
import { encoderConfig } from './encoder-config.ts';
import { InFlight } from './in-flight.ts';
import { roomInQueue } from './room-in-queue.ts';
import { encodableCodecs, unsupported } from './video-codec.ts';

/** Frames that may wait for the engine. */
const MAX_QUEUED = 2;

/** What goes with a picture. */
type Companion = Pick<EncodedVideoData, 'width' | 'height' | 'streamId' | 'frameNumber'>;

/** The encoder of one stream. */
export class EncodeSession {
  readonly #emit: (item: EncodedVideoData) => void;
  readonly #inFlight = new InFlight<Companion>();
  readonly #stopped = new AbortController();
  readonly #encoder: VideoEncoder;
  #params: VideoEncodeParams;
  #config: VideoEncoderConfig | undefined;
  /** What the frames of the configuration have in common. */
  #shape = '';
  #sinceKey = 0;
  #failure: SdkError | undefined;

  constructor(params: VideoEncodeParams, emit: (item: EncodedVideoData) => void) {
    this.#params = params;
    this.#emit = emit;
    this.#encoder = new VideoEncoder({
      output: (chunk) => this.#deliver(chunk),
      error: (error) => this.#fail(error),
    });
  }

  /** What ended it, if something did. */
  get failure(): SdkError | undefined {
    return this.#failure;
  }

  /**
   * Encodes a picture, and waits until there is room for the next one.
   *
   * @throws {SdkError} `unimplemented` when nothing here can do it, `internal` with the engine's error
   */
  async encode({ frame, streamId, frameNumber }: VideoData): Promise<void> {
    const { width, height } = frame.visibleRect ?? { width: 0, height: 0 };
    const shape = `${width}×${height} ${frame.rotation} ${frame.flip}`;
    if (shape !== this.#shape) {
      await this.#configure(width, height);
      this.#shape = shape;
      this.#sinceKey = 0;
    }
    const keyFrame = this.#sinceKey % this.#params.keyframeInterval === 0;
    this.#sinceKey += 1;
    this.#inFlight.add(frame.timestamp, { width, height, streamId, frameNumber });
    this.#encoder.encode(frame, { keyFrame });
    await roomInQueue(this.#encoder, () => this.#encoder.encodeQueueSize, MAX_QUEUED, this.#stopped.signal);
    this.#throwFailure();
  }

  /** Takes effect with the next picture; no key frame is needed for it. */
  update(params: VideoEncodeParams): void {
    this.#params = params;
    if (!this.#config || this.#encoder.state === 'closed') return;
    const { width, height } = this.#config;
    this.#config = encoderConfig(params, width, height);
    this.#encoder.configure(this.#config);
  }

  /** Fulfils when everything is out. @throws {SdkError} `internal` with the engine's error */
  async flush(): Promise<void> {
    if (this.#encoder.state === 'configured') await this.#encoder.flush().catch((error) => this.#fail(error));
    this.#throwFailure();
  }

  /** Ends the encoder; what it has not given is lost. */
  close(): void {
    this.#stopped.abort();
    this.#inFlight.clear();
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }

  async #configure(width: number, height: number): Promise<void> {
    const config = encoderConfig(this.#params, width, height);
    const { supported } = await VideoEncoder.isConfigSupported(config);
    if (!supported) {
      const what = `encoding ${this.#params.codec} (${config.codec}) at ${width}×${height}`;
      throw unsupported(what, await encodableCodecs());
    }
    this.#config = config;
    // Whoever closed the node meanwhile closed the encoder.
    if (this.#encoder.state !== 'closed') this.#encoder.configure(config);
  }

  #deliver(chunk: EncodedVideoChunk): void {
    const companion = this.#inFlight.take(chunk.timestamp);
    const { codec, width, height } = this.#config ?? { codec: '', width: 0, height: 0 };
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    this.#emit({
      kind: 'encodedVideo',
      codec,
      data,
      isKeyFrame: chunk.type === 'key',
      timestampUs: chunk.timestamp,
      ...(chunk.duration === null ? {} : { durationUs: chunk.duration }),
      ...(companion ?? { width, height }),
    });
  }

  #fail(error: unknown): void {
    if (this.#stopped.signal.aborted) return;
    this.#failure = SdkError.from(error, 'internal');
    this.#stopped.abort();
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure;
  }
}
