import {
  type EncodedVideoChunk,
  type EncodedVideoChunkMetadata,
  type EngineName,
  VideoDecoder,
  VideoEncoder,
  VideoFrame,
} from '@remotemedia/sdk/codecs';
import { Store } from '../../ui/store.ts';
import { Meter, remember } from '../parts/meter.ts';
import { type LaneView, NOTHING_YET } from './lane-view.ts';
import { psnrDb } from './psnr.ts';
import { encoderConfig, type VideoSettings } from './video-settings.ts';

/** Pictures under way at most: a page that falls behind leaves some out. Some encoders keep a few back. */
const MAX_UNDER_WAY = 4;
/** Nothing is waited for longer, whatever a codec does with it. */
const MAX_JOURNEY_MS = 15_000;
/** Every third picture is compared with its original. */
const COMPARE_EVERY = 3;

/** A picture on its way through encoder and decoder. */
interface Journey {
  readonly original: ImageData;
  readonly startMs: number;
  decodeStartMs: number;
}

/** One engine's encoder and decoder, and what they cost. */
export class VideoLane {
  /** Its figures; new ones with each {@link VideoLane.publish}. */
  readonly view: Store<LaneView> = new Store<LaneView>(NOTHING_YET);
  readonly #engine: EngineName;
  readonly #show: (picture: ImageData) => void;
  readonly #underWay = new Map<number, Journey>();
  readonly #meters = { bits: new Meter(), encodeMs: new Meter(), decodeMs: new Meter(), psnrDb: new Meter() };
  #counts = { pictures: 0, keyFrames: 0, skipped: 0, perLayer: [0, 0, 0] };
  #coders: { readonly encoder: VideoEncoder; readonly decoder: VideoDecoder } | undefined;
  #fault: Error | undefined;
  #publishedMs = performance.now();

  /** @param show takes each decoded picture */
  constructor(engine: EngineName, show: (picture: ImageData) => void) {
    this.#engine = engine;
    this.#show = show;
  }

  /** Begins with these settings, or goes on with them in mid-stream. */
  configure(settings: VideoSettings): void {
    try {
      this.#coders ??= this.#open();
      this.#coders.encoder.configure(encoderConfig(settings, this.#engine));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Encodes and decodes a picture, unless too many are under way. */
  put(original: ImageData, timestamp: number, keyFrame: boolean): void {
    if (!this.#coders) return;
    this.#forget(({ startMs }) => startMs < performance.now() - MAX_JOURNEY_MS);
    if (this.#underWay.size >= MAX_UNDER_WAY) {
      this.#counts.skipped += 1;
      return;
    }
    const { width, height, data } = original;
    const frame = new VideoFrame(data, { format: 'RGBX', codedWidth: width, codedHeight: height, timestamp });
    this.#underWay.set(timestamp, { original, startMs: performance.now(), decodeStartMs: 0 });
    try {
      this.#coders.encoder.encode(frame, { keyFrame });
    } catch (error) {
      this.#fail(error);
    }
    frame.close();
  }

  /** Makes figures of what happened since the last time. */
  publish(): void {
    const nowMs = performance.now();
    const seconds = (nowMs - this.#publishedMs) / 1_000;
    this.#publishedMs = nowMs;
    const { bits, encodeMs, decodeMs, psnrDb: quality } = this.#meters;
    const { sum, count } = bits.take();
    this.view.update((view) => ({
      ...this.#counts,
      perLayer: [...this.#counts.perLayer],
      fault: this.#fault,
      kilobits: remember(view.kilobits, count > 0 ? sum / 1_000 / seconds : undefined),
      encodeMs: remember(view.encodeMs, encodeMs.take().mean),
      decodeMs: remember(view.decodeMs, decodeMs.take().mean),
      psnrDb: remember(view.psnrDb, quality.take().mean),
    }));
  }

  /** Ends both coders; {@link VideoLane.configure} opens new ones. */
  close(): void {
    const coders = this.#coders;
    this.#coders = undefined;
    this.#underWay.clear();
    if (coders && coders.encoder.state !== 'closed') coders.encoder.close();
    if (coders && coders.decoder.state !== 'closed') coders.decoder.close();
  }

  #open() {
    this.#fault = undefined;
    const error = (fault: DOMException) => this.#fail(fault);
    const encoder = new VideoEncoder({ output: (chunk, metadata) => this.#encoded(chunk, metadata), error });
    const decoder = new VideoDecoder({ output: (frame) => void this.#decoded(frame), error });
    return { encoder, decoder };
  }

  #encoded(chunk: EncodedVideoChunk, metadata: EncodedVideoChunkMetadata | undefined): void {
    const { decoder } = this.#coders ?? {};
    if (!decoder) return;
    const journey = this.#underWay.get(chunk.timestamp);
    const nowMs = performance.now();
    if (journey) {
      this.#meters.encodeMs.add(nowMs - journey.startMs);
      journey.decodeStartMs = nowMs;
    }
    this.#meters.bits.add(chunk.byteLength * 8);
    if (chunk.type === 'key') this.#counts.keyFrames += 1;
    const layer = metadata?.svc?.temporalLayerId ?? 0;
    this.#counts.perLayer[layer] = (this.#counts.perLayer[layer] ?? 0) + 1;
    try {
      if (metadata?.decoderConfig) {
        decoder.configure({ ...metadata.decoderConfig, engine: this.#engine, optimizeForLatency: true });
      }
      decoder.decode(chunk);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #decoded(frame: VideoFrame): Promise<void> {
    const journey = this.#underWay.get(frame.timestamp);
    this.#underWay.delete(frame.timestamp);
    this.#forget((_, timestamp) => timestamp < frame.timestamp);
    try {
      if (!journey) return;
      this.#meters.decodeMs.add(performance.now() - journey.decodeStartMs);
      this.#counts.pictures += 1;
      const { codedWidth, codedHeight, visibleRect } = frame;
      const [width, height] = [visibleRect?.width ?? codedWidth, visibleRect?.height ?? codedHeight];
      const picture = new ImageData(width, height);
      await frame.copyTo(picture.data, { format: 'RGBA' });
      if (this.#counts.pictures % COMPARE_EVERY === 0 && picture.data.length === journey.original.data.length) {
        this.#meters.psnrDb.add(psnrDb(journey.original.data, picture.data));
      }
      this.#show(picture);
    } catch (error) {
      this.#fail(error);
    } finally {
      frame.close();
    }
  }

  /** Pictures that will not come out: an encoder may drop some to keep its bitrate. */
  #forget(isLost: (journey: Journey, timestamp: number) => boolean): void {
    for (const [timestamp, journey] of this.#underWay) {
      if (!isLost(journey, timestamp)) continue;
      this.#underWay.delete(timestamp);
      this.#counts.skipped += 1;
    }
  }

  #fail(error: unknown): void {
    this.#fault = error instanceof Error ? error : new Error(String(error));
    this.close();
  }
}
