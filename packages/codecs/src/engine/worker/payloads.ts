import type { VideoPixelFormat } from '../../webcodecs/data/video/pixel-formats.ts';
import type { PixelRect } from '../../webcodecs/data/video/rectangles.ts';
import type { VideoColorSpaceInit } from '../../webcodecs/data/video/video-color-space.ts';
import type { AudioDecoderFacts, VideoDecoderFacts } from '../ports.ts';

/** Raw audio: interleaved 32-bit floats. */
export interface PcmMessage {
  readonly type: 'pcm';
  /** Hz. */
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  /** Of the first sample, µs. */
  readonly timestamp: number;
  readonly data: Float32Array<ArrayBuffer>;
}

/** Where the rows of a plane are in a picture's bytes. */
export interface PlaneMessage {
  /** Bytes from the start. */
  readonly offset: number;
  /** Bytes from row to row. */
  readonly stride: number;
}

/** A raw picture in memory. */
export interface PixelsMessage {
  readonly format: VideoPixelFormat;
  readonly data: Uint8Array<ArrayBuffer>;
  readonly layout: readonly PlaneMessage[];
  readonly codedWidth: number;
  readonly codedHeight: number;
  readonly visibleRect: PixelRect;
  readonly colorSpace: VideoColorSpaceInit;
}

/** A picture to be encoded: bytes, or the browser's own frame, which the thread reads and closes. */
export interface PictureMessage {
  readonly type: 'picture';
  readonly pixels: PixelsMessage | VideoFrame;
  /** µs. */
  readonly timestamp: number;
  /** µs. */
  readonly duration?: number | undefined;
  readonly keyFrame: boolean;
  /** With `bitrateMode: 'quantizer'`: 0–63. */
  readonly quantizer?: number | undefined;
}

/** An encoded chunk to be decoded. */
export interface PacketMessage {
  readonly type: 'packet';
  readonly key: boolean;
  /** µs. */
  readonly timestamp: number;
  /** µs. */
  readonly duration?: number | undefined;
  readonly data: Uint8Array<ArrayBuffer>;
  /** A buffer that the page is done with; the thread may put its next output there. */
  readonly spare?: ArrayBuffer | undefined;
}

/** An encoded chunk that came out. */
export interface EncodedMessage {
  readonly type: 'encoded';
  readonly key: boolean;
  /** µs. */
  readonly timestamp: number;
  /** µs. */
  readonly duration?: number | undefined;
  readonly data: Uint8Array<ArrayBuffer>;
  /** What a decoder has to know, with the first chunk and when it changed. */
  readonly decoderConfig?: AudioDecoderFacts | VideoDecoderFacts | undefined;
  readonly temporalLayerId?: number | undefined;
  /** Opus: the state of the range coder after the packet, which a decoder must arrive at, too. */
  readonly finalRange?: number | undefined;
}

/** Decoded audio, interleaved 32-bit floats. */
export interface DecodedAudio {
  readonly type: 'audio';
  /** Hz. */
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  /** Sample-frames. */
  readonly numberOfFrames: number;
  /** µs. */
  readonly timestamp: number;
  readonly data: Float32Array<ArrayBuffer>;
}

/** A decoded picture. */
export interface DecodedVideo {
  readonly type: 'video';
  readonly pixels: PixelsMessage;
  /** How far it is turned clockwise when shown, degrees. */
  readonly rotation: number;
  /** Whether it is mirrored before it is turned. */
  readonly flip: boolean;
  readonly displayWidth: number;
  readonly displayHeight: number;
  /** µs. */
  readonly timestamp: number;
  /** µs. */
  readonly duration?: number | undefined;
}
