import type { EncodedOutput, VideoDecoderFacts } from '../../../engine/ports.ts';
import { EncodedVideoChunk } from '../../data/index.ts';
import type { Orientation } from '../../data/video/orientation.ts';
import type { VideoDecoderConfig, VideoEncoderConfig } from '../config-types.ts';
import { ActiveOutput } from './active-output.ts';
import { chunkTimes } from './chunk-times.ts';

/** What comes with an encoded chunk. Source: WebCodecs, "EncodedVideoChunkMetadata". */
export interface EncodedVideoChunkMetadata {
  /** With the first chunk after a configuration, and when it changed: how to decode from here. */
  decoderConfig?: VideoDecoderConfig;
  /** With temporal layers: which one the chunk is in. */
  svc?: { temporalLayerId?: number };
}

/** Makes what the page gets of what the engine gave. Source: WebCodecs, "Output EncodedVideoChunks". */
export class EncodedVideoOutput {
  readonly #active = new ActiveOutput((facts: VideoDecoderFacts) => this.#describe(facts));
  readonly #orientations = new WeakMap<VideoEncoderConfig, Orientation>();
  /** The newest one; the engine may still be at work with one before it. */
  #asked: VideoEncoderConfig | undefined;
  #config: VideoEncoderConfig | undefined;

  /** A configuration was asked for: frames from now on belong to it. */
  asked(config: VideoEncoderConfig): void {
    this.#asked = config;
  }

  /** A configuration took effect: outputs from now on belong to it. */
  configured(config: VideoEncoderConfig): void {
    this.#config = config;
    this.#active.renew();
  }

  /** Remembers how the first frame is turned. @throws {DOMException} `DataError` for a frame that is turned or mirrored otherwise */
  admit({ rotation, flip }: Orientation): void {
    const config = this.#asked;
    if (!config) return;
    const first = this.#orientations.get(config);
    if (!first) this.#orientations.set(config, { rotation, flip });
    else if (first.rotation !== rotation || first.flip !== flip)
      throw new DOMException(
        'the frame is turned or mirrored otherwise than the first one after configure()',
        'DataError',
      );
  }

  /** The arguments of the output callback. */
  deliver(output: EncodedOutput<VideoDecoderFacts>): [EncodedVideoChunk, EncodedVideoChunkMetadata] {
    const { type, data, temporalLayerId } = output;
    const chunk = new EncodedVideoChunk({ type, data, transfer: [data.buffer], ...chunkTimes(output) });
    const decoderConfig = this.#active.next(output.decoderConfig);
    const isLayered = /^L\d+T[2-9]/.test(this.#config?.scalabilityMode ?? '');
    return [
      chunk,
      { ...(decoderConfig && { decoderConfig }), ...(isLayered && { svc: { temporalLayerId: temporalLayerId ?? 0 } }) },
    ];
  }

  #describe({ codedWidth, codedHeight, colorSpace, description }: VideoDecoderFacts): VideoDecoderConfig {
    const { codec = '', displayWidth, displayHeight } = this.#config ?? {};
    const { rotation, flip } = (this.#config && this.#orientations.get(this.#config)) ?? { rotation: 0, flip: false };
    return {
      codec,
      codedWidth,
      codedHeight,
      colorSpace,
      rotation,
      flip,
      ...(description && { description }),
      ...(displayWidth !== undefined && { displayAspectWidth: displayWidth }),
      ...(displayHeight !== undefined && { displayAspectHeight: displayHeight }),
    };
  }
}
