import type { SdkError } from '@remotemedia/base';
import type { VideoColorSpaceInit } from '../webcodecs/data/index.ts';

/** What carries out a coder's work: the browser's own codecs, or ours in a worker. */
export type EngineName = 'webcodecs' | 'wasm';

/** Which engine a coder may use; `auto` takes the one that does all that is asked for, and of two the quicker. */
export type EngineChoice = 'auto' | EngineName;

/** Whom an engine tells. */
export interface EngineSink<Output> {
  /**
   * One output, in order. Its buffers belong to the receiver. Never within a call to the engine, and best in a task of
   * its own: then the page hears it in that very task.
   */
  readonly output: (output: Output) => void;
  /**
   * The engine is dead: what was pending has rejected with the same error, and nothing follows. Codes: `unimplemented`
   * for a configuration it cannot do (`NotSupportedError`), `data-loss` for bad media (`EncodingError`), `unavailable`
   * for a worker that crashed or did not load, `internal` for the rest.
   */
  readonly error: (error: SdkError) => void;
}

/**
 * One encoder or decoder at work behind a W3C class. Calls are carried out in the order they are made. It never throws;
 * whatever fails rejects and is then said to the sink once.
 *
 * @typeParam Config as the W3C class got it, copied
 * @typeParam Input what is encoded or decoded; it belongs to the engine from then on, which closes it
 */
export interface CoderEngine<Config, Input> {
  /** Which one it is. */
  readonly name: EngineName;
  /** How many inputs may be under way before the coder holds further ones back. */
  readonly capacity: number;
  /** Begins with `config`, or begins anew after outputs of earlier inputs are out. */
  configure(config: Config): Promise<void>;
  /** Fulfils when the engine can take another in place of this one: worked off, or on its way to a codec that queues. */
  process(input: Input): Promise<void>;
  /** Fulfils when all outputs of all earlier inputs were given to the sink. */
  flush(): Promise<void>;
  /** Abandons everything under way: pending promises reject with `aborted`, and no output of it comes any more. */
  reset(): void;
  /** Ends it for good, running work included; idempotent. */
  close(): void;
}

/** What an audio encoder's engine says of its stream; the coder makes a decoder's configuration of it. */
export interface AudioDecoderFacts {
  /** Hz. */
  readonly sampleRate: number;
  /** Channels. */
  readonly numberOfChannels: number;
  /** What a decoder has to know beside the chunks. */
  readonly description?: AllowSharedBufferSource | undefined;
}

/** What a video encoder's engine says of its stream; the coder makes a decoder's configuration of it. */
export interface VideoDecoderFacts {
  /** Pixels of a row. */
  readonly codedWidth: number;
  /** Rows. */
  readonly codedHeight: number;
  /** What the values mean, all of it. */
  readonly colorSpace: VideoColorSpaceInit;
  /** What a decoder has to know beside the chunks. */
  readonly description?: AllowSharedBufferSource | undefined;
}

/** One encoded output of an engine. */
export interface EncodedOutput<DecoderFacts> {
  /** Whether it can be decoded without those before it. */
  readonly type: 'key' | 'delta';
  /** Presentation time, µs. */
  readonly timestamp: number;
  /** How long it lasts, µs. */
  readonly duration?: number | undefined;
  /** The encoded bytes, in a buffer of their own. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** With the first output after a configuration, and whenever it changed: what a decoder has to know. */
  readonly decoderConfig?: DecoderFacts | undefined;
  /** With more than one temporal layer: which one this is in, 0 for the base. */
  readonly temporalLayerId?: number | undefined;
  /** Opus, when the engine knows it: where the range coder ended up, which a decoder must come to as well. */
  readonly finalRange?: number | undefined;
}

/** What a video encoder's engine gets. */
export interface VideoEncodeInput<Frame> {
  /** The frame, which belongs to the engine from then on. */
  readonly frame: Frame;
  /** Whether it has to be a key frame. */
  readonly keyFrame: boolean;
  /** With `bitrateMode: 'quantizer'`: which one, on the codec's own scale. */
  readonly quantizer?: number | undefined;
}

/** What a decoder's engine gets: a chunk. */
export interface DecodeInput {
  /** Whether it can be decoded without those before it. */
  readonly type: 'key' | 'delta';
  /** Presentation time, µs. */
  readonly timestamp: number;
  /** How long it lasts, µs. */
  readonly duration?: number | undefined;
  /** The encoded bytes, which must not be changed and must not be transferred: a chunk may be decoded twice. */
  readonly data: Uint8Array<ArrayBuffer>;
}
