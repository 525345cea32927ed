import type { CodecExports } from '../module/instance.ts';

/** What `wasm/opus/bridge.c` exports. Pointers are numbers; a result below zero is libopus's error code. */
export interface OpusExports extends CodecExports {
  /** Bytes of the heap that are in use. */
  readonly bridge_used_bytes: () => number;
  /** Room on the heap that counts as used; 0 when there is none. */
  readonly bridge_alloc: (sizeBytes: number) => number;
  /** Gives back what `bridge_alloc` or a `create` gave. */
  readonly bridge_free: (pointer: number) => void;
  /** A new encoder. */
  readonly bridge_encoder_create: (sampleRate: number, channelCount: number, application: number) => number;
  /** Changes a setting. */
  readonly bridge_encoder_set: SetControl;
  /** Reads a setting or a state. */
  readonly bridge_encoder_get: GetControl;
  /** Forgets the sound so far. */
  readonly bridge_encoder_reset: (object: number) => number;
  /** Encodes 32-bit floats; the packet's length. */
  readonly bridge_encode_float: Encode;
  /** Encodes 16-bit integers; the packet's length. */
  readonly bridge_encode_int16: Encode;
  /** A new decoder. */
  readonly bridge_decoder_create: (sampleRate: number, channelCount: number) => number;
  /** Changes a setting. */
  readonly bridge_decoder_set: SetControl;
  /** Reads a setting or a state. */
  readonly bridge_decoder_get: GetControl;
  /** Forgets the sound so far. */
  readonly bridge_decoder_reset: (object: number) => number;
  /** Decodes to 32-bit floats; how many sample-frames. */
  readonly bridge_decode_float: Decode;
  /** Decodes to 16-bit integers; how many sample-frames. */
  readonly bridge_decode_int16: Decode;
  /** A new decoder of several streams. */
  readonly bridge_multistream_create: (
    sampleRate: number,
    channelCount: number,
    streamCount: number,
    coupledCount: number,
    mapping: number,
  ) => number;
  /** Changes a setting of all streams. */
  readonly bridge_multistream_set: SetControl;
  /** Reads a setting or a state. */
  readonly bridge_multistream_get: GetControl;
  /** Forgets the sound so far. */
  readonly bridge_multistream_reset: (object: number) => number;
  /** Decodes to 32-bit floats; how many sample-frames. */
  readonly bridge_multistream_decode: Decode;
}

/** Writes one of the settings in `controls.ts`. */
export type SetControl = (object: number, control: number, value: number) => number;

/** Reads one of them into 32 bits at `target`. */
export type GetControl = (object: number, control: number, target: number) => number;

type Encode = (encoder: number, pcm: number, frames: number, packet: number, capacityBytes: number) => number;

type Decode = (decoder: number, packet: number, sizeBytes: number, pcm: number, frames: number, fec: 0 | 1) => number;

/** Whether these are the exports of `opus.wasm`. */
export function isOpusExports(exports: object): exports is OpusExports {
  return 'bridge_encode_float' in exports && 'bridge_multistream_decode' in exports && 'bridge_used_bytes' in exports;
}
