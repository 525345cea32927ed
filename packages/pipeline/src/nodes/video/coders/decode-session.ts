import { SdkError } from '@remotemedia/base';
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from '@remotemedia/codecs';
import type { EncodedVideoData, VideoData } from '../../../data/runtime-data.ts';
import { convertFrame } from '../convert/convert-frame.ts';
import { pixelTarget } from '../convert/target-format.ts';
import { yuvColorsOf } from '../convert/yuv-colors.ts';
import type { VideoDecodeParams } from '../video-decode.ts';
import { InFlight } from './in-flight.ts';
import { roomInQueue } from './room-in-queue.ts';
import { decodableCodecs, decoderString, unsupported } from './video-codec.ts';

/** Packets that may wait for the engine. */
const MAX_QUEUED = 4;

/** What a stream of standard definition means that says nothing of its colours. */
const UNSAID = { matrix: 'bt601', range: 'tv' } as const;

/** What goes with a packet. */
type Companion = Pick<VideoData, 'streamId' | 'frameNumber'>;

/** The decoder of one stream. */
export class DecodeSession {
  readonly #params: VideoDecodeParams;
  readonly #emit: (item: VideoData) => void;
  readonly #inFlight = new InFlight<Companion>();
  readonly #stopped = new AbortController();
  readonly #decoder: VideoDecoder;
  #codec = '';
  #needsKey = true;
  /** Frames on their way out, one after the other. */
  #leaving: Promise<void> = Promise.resolve();
  #failure: SdkError | undefined;

  constructor(params: VideoDecodeParams, emit: (item: VideoData) => void) {
    this.#params = params;
    this.#emit = emit;
    this.#decoder = new VideoDecoder({
      output: (frame) => {
        this.#leaving = this.#leaving.then(() => this.#deliver(frame)).catch((error) => this.#fail(error));
      },
      error: (error) => this.#fail(error),
    });
  }

  /** What ended it, if something did. */
  get failure(): SdkError | undefined {
    return this.#failure;
  }

  /**
   * Decodes a packet, and waits until there is room for the next one.
   *
   * @throws {SdkError} `unimplemented` when nothing here can do it, `failed-precondition` for a packet that no decoder can
   * begin with, `data-loss` or `internal` with the engine's error
   */
  async decode(packet: EncodedVideoData): Promise<void> {
    const { codec, isKeyFrame, timestampUs, durationUs, data, streamId, frameNumber } = packet;
    if (this.#needsKey && !isKeyFrame) {
      if (this.#params.errorResilience === 'lenient') return;
      throw new SdkError('failed-precondition', 'decoding begins with a key frame, and this packet is none');
    }
    if (codec !== this.#codec) await this.#configure(codec, packet);
    if (this.#stopped.signal.aborted) return;
    this.#inFlight.add(timestampUs, { streamId, frameNumber });
    const type = isKeyFrame ? 'key' : 'delta';
    const duration = durationUs === undefined ? {} : { duration: durationUs };
    this.#decoder.decode(new EncodedVideoChunk({ type, timestamp: timestampUs, ...duration, data }));
    this.#needsKey = false;
    await roomInQueue(this.#decoder, () => this.#decoder.decodeQueueSize, MAX_QUEUED, this.#stopped.signal);
    await this.#leaving;
    this.#throwFailure();
  }

  /** Fulfils when everything is out. @throws {SdkError} `data-loss` or `internal` with the engine's error */
  async flush(): Promise<void> {
    if (this.#decoder.state === 'configured') await this.#decoder.flush().catch((error) => this.#fail(error));
    this.#needsKey = true;
    await this.#leaving;
    this.#throwFailure();
  }

  /** Ends the decoder; what it has not given is lost. */
  close(): void {
    this.#stopped.abort();
    this.#inFlight.clear();
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }

  async #configure(codec: string, { width, height }: EncodedVideoData): Promise<void> {
    const config = {
      codec: decoderString(codec, width, height),
      optimizeForLatency: true,
      hardwareAcceleration: this.#params.hardwareAccel ? 'no-preference' : 'prefer-software',
    } as const;
    const { supported } = await VideoDecoder.isConfigSupported(config);
    if (!supported) throw unsupported(`decoding ${codec}`, await decodableCodecs());
    if (this.#decoder.state === 'closed') return;
    this.#decoder.configure(config);
    this.#codec = codec;
  }

  async #deliver(decoded: VideoFrame): Promise<void> {
    const companion = this.#inFlight.take(decoded.timestamp);
    const frame = await this.#convert(decoded);
    if (this.#stopped.signal.aborted) frame.close();
    else this.#emit({ kind: 'video', frame, ...companion });
  }

  /** The frame as it was asked for; the decoder's is closed unless it is that. */
  async #convert(decoded: VideoFrame): Promise<VideoFrame> {
    try {
      const colors = yuvColorsOf(decoded.colorSpace.toJSON(), UNSAID);
      const converted = await convertFrame(decoded, pixelTarget(this.#params.outputFormat), colors);
      if (!converted) return decoded;
      decoded.close();
      return converted;
    } catch (error) {
      decoded.close();
      throw error;
    }
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
