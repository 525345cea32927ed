import type { OpusSettings, VideoSettings } from './task.ts';

/** One decoded picture: three planes, which are read before the next one is asked for. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Luma and the two chroma planes. */
  readonly planes: readonly { readonly data: Uint8Array; readonly stride: number }[];
}

/** Decoded sound as the library gives it: interleaved integers or floats, or one array of floats for each channel. */
export type Sound = Int16Array | Float32Array | readonly Float32Array[];

/** An encoder or a decoder at work. */
export interface Coder<Input> {
  /** Takes one input; whoever works elsewhere may hold the caller back with a promise. */
  put(input: Input): void | Promise<void>;
  /** Waits until all that was put has come out; not needed where it comes out at once. */
  flush?(): Promise<void>;
  close(): void | Promise<void>;
}

/** Where a coder's outputs go; they are read at once. */
export type Output<T> = (output: T) => void;

/** A library under test: what it cannot do is not there. */
export interface Contender {
  openOpusEncoder?(settings: OpusSettings, output: Output<Uint8Array>): Promise<Coder<Int16Array<ArrayBuffer>>>;
  openOpusDecoder?(settings: OpusSettings, output: Output<Sound>): Promise<Coder<Uint8Array<ArrayBuffer>>>;
  openVideoEncoder?(settings: VideoSettings, output: Output<Uint8Array>): Promise<Coder<Uint8Array<ArrayBuffer>>>;
  /** `isLooking` is false when nobody reads the pixels, so that they need not be copied out. */
  openVideoDecoder?(
    settings: VideoSettings,
    output: Output<Picture | undefined>,
    isLooking: boolean,
  ): Promise<Coder<Uint8Array<ArrayBuffer>>>;
}

/** A module with a contender in it. */
export interface ContenderModule {
  readonly contender: Contender;
}
