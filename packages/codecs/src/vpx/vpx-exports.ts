import type { CodecExports } from '../module/instance.ts';

/** What the bridge of an encoder exports (`wasm/vpx/bridge`). Objects are pointers; a result below zero is an error. */
export interface VpxEncoderExports extends CodecExports {
  /** A new encoder that nothing is set in yet; 0 when there is no room. */
  readonly encoder_new: () => number;
  /** Sets one of `encoder-settings.ts`; takes effect with `encoder_apply`. */
  readonly encoder_set: (encoder: number, setting: number, value: number) => void;
  /** Opens with the settings, or changes what runs to them. */
  readonly encoder_apply: (encoder: number) => number;
  /** Frees everything. */
  readonly encoder_close: (encoder: number) => void;
  /** Why the latest call failed: a text that ends with a zero. */
  readonly encoder_error: (encoder: number) => number;
  /** Room for a frame's bytes; 0 when there is none. */
  readonly encoder_staging: (encoder: number, sizeBytes: number) => number;
  /** Where a plane begins in that room, and the distance of its rows. */
  readonly encoder_plane: (encoder: number, plane: number, offset: number, stride: number) => void;
  /** Takes the frame in that room for the next `encoder_encode`. */
  readonly encoder_picture: (
    encoder: number,
    format: number,
    width: number,
    height: number,
    matrix: number,
    fullRange: number,
  ) => number;
  /** Encodes it; the size of the result, 0 when it was dropped. */
  readonly encoder_encode: (
    encoder: number,
    timestampUs: number,
    durationUs: number,
    keyFrame: number,
    quantizer: number,
  ) => number;
  /** Where the result is. */
  readonly encoder_data: (encoder: number) => number;
  /** Whether it is a key frame. */
  readonly encoder_is_key: (encoder: number) => number;
  /** Its temporal layer. */
  readonly encoder_layer: (encoder: number) => number;
  /** Its quantizer, 0–63. */
  readonly encoder_quantizer: (encoder: number) => number;
}

/** What the bridge of a decoder exports. */
export interface VpxDecoderExports extends CodecExports {
  /** A new decoder, to be opened by `decoder_reset`; 0 when there is no room. */
  readonly decoder_new: () => number;
  /** Begins anew. */
  readonly decoder_reset: (decoder: number) => number;
  /** Frees everything. */
  readonly decoder_close: (decoder: number) => void;
  /** Room for a packet; 0 when there is none. */
  readonly decoder_packet: (decoder: number, sizeBytes: number) => number;
  /** Decodes a part of the packet. */
  readonly decoder_decode: (decoder: number, offset: number, sizeBytes: number) => number;
  /** Takes the next picture; 1 if there is one. */
  readonly decoder_next: (decoder: number) => number;
  /** Where a plane of the picture is. */
  readonly decoder_plane: (decoder: number, plane: number) => number;
  /** The distance of its rows. */
  readonly decoder_stride: (decoder: number, plane: number) => number;
  /** One of {@link PICTURE}. */
  readonly decoder_property: (decoder: number, property: number) => number;
  /** Why the latest call failed: a text that ends with a zero. */
  readonly decoder_error: (decoder: number) => number;
}

/** What `decoder_property` knows of a picture, by number; the same list as in `decoder.c`. */
export const PICTURE = {
  width: 0,
  height: 1,
  format: 2,
  renderWidth: 3,
  renderHeight: 4,
  colorSpace: 5,
  fullRange: 6,
  corrupted: 7,
} as const;

/** Whether these are the exports of an encoder's file. */
export function isEncoderExports(exports: object): exports is VpxEncoderExports {
  return 'encoder_new' in exports && 'encoder_picture' in exports && 'encoder_encode' in exports;
}

/** Whether these are the exports of a decoder's file. */
export function isDecoderExports(exports: object): exports is VpxDecoderExports {
  return 'decoder_new' in exports && 'decoder_decode' in exports && 'decoder_property' in exports;
}
