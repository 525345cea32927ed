import type { VideoFrame } from '@remotemedia/codecs';
import type { AudioBlock } from './audio-block.ts';
import type { JsonValue } from './json-value.ts';

/** What can flow through a pipeline; the `kind` of each {@link RuntimeData}. */
export type DataKind = RuntimeData['kind'];

/** One picture. Whoever gets it from a session closes the frame; inside of a graph the runtime does. */
export interface VideoData {
  readonly kind: 'video';
  /** Pixels and time; the class of this package, in every runtime. Its `timestamp` is in µs. */
  readonly frame: VideoFrame;
  /** Which of several streams it belongs to. */
  readonly streamId?: string | undefined;
  /** Counts the pictures of a stream, from 0. */
  readonly frameNumber?: number | undefined;
}

/** One encoded packet of sound. */
export interface EncodedAudioData {
  readonly kind: 'encodedAudio';
  /** As in the codec registry of WebCodecs, such as `opus`. */
  readonly codec: string;
  readonly data: Uint8Array;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly timestampUs: number;
  readonly durationUs?: number | undefined;
  readonly streamId?: string | undefined;
}

/** One encoded picture. */
export interface EncodedVideoData {
  readonly kind: 'encodedVideo';
  /** As in the codec registry of WebCodecs, such as `vp8` or `vp09.00.10.08`. */
  readonly codec: string;
  readonly data: Uint8Array;
  /** Whether a decoder can begin here. */
  readonly isKeyFrame: boolean;
  readonly width: number;
  readonly height: number;
  readonly timestampUs: number;
  readonly durationUs?: number | undefined;
  readonly streamId?: string | undefined;
  readonly frameNumber?: number | undefined;
}

/** A still picture as a file has it. */
export interface ImageData {
  readonly kind: 'image';
  readonly data: Uint8Array;
  readonly format: 'jpeg' | 'png' | 'webp' | 'raw';
  readonly width: number;
  readonly height: number;
  readonly timestampUs?: number | undefined;
  readonly streamId?: string | undefined;
}

/** Numbers with a shape. Source: `TensorBuffer` of `remotemedia.v1`. */
export interface TensorData {
  readonly kind: 'tensor';
  /** The elements as bytes, little-endian, row by row. */
  readonly data: Uint8Array;
  readonly shape: readonly number[];
  /** Number of the element type on the wire: 1 f32, 2 f16, 3 i32, 4 i8, 5 u8; others are passed on. */
  readonly dtype: number;
}

/** An array of NumPy. Source: `NumpyBuffer` of `remotemedia.v1`. */
export interface NumpyData {
  readonly kind: 'numpy';
  readonly data: Uint8Array;
  readonly shape: readonly number[];
  /** NumPy's name of the element type, such as `float32`. */
  readonly dtype: string;
  readonly strides: readonly number[];
  readonly cContiguous: boolean;
  readonly fContiguous: boolean;
}

/** Anything that JSON can say; events of nodes are of this kind. */
export interface JsonData {
  readonly kind: 'json';
  readonly value: JsonValue;
}

/** Text, perhaps for one of several readers. */
export interface TextData {
  readonly kind: 'text';
  readonly text: string;
  /** Who it is for, such as `tts`, `ui` or `think`. @default `tts` for those who ask */
  readonly channel?: string | undefined;
}

/** Bytes. */
export interface BinaryData {
  readonly kind: 'binary';
  readonly data: Uint8Array;
  readonly mimeType?: string | undefined;
}

/** A word from the one who drives the pipeline. Source: `ControlMessage` of the wire, tag `type`. */
export interface ControlData {
  readonly kind: 'control';
  readonly messageType:
    | { readonly type: 'CancelSpeculation'; readonly fromTimestamp: number; readonly toTimestamp: number }
    | { readonly type: 'BatchHint'; readonly suggestedBatchSize: number }
    | { readonly type: 'DeadlineWarning'; readonly deadlineUs: number };
  readonly segmentId?: string | undefined;
  readonly timestampMs: number;
  readonly metadata?: JsonValue | undefined;
}

/** Names a file; its bytes are elsewhere. */
export interface FileData {
  readonly kind: 'file';
  readonly path: string;
  readonly filename?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly offsetBytes?: number | undefined;
  readonly lengthBytes?: number | undefined;
  readonly streamId?: string | undefined;
}

/** One item that flows through a pipeline. Source: upstream's `RuntimeData`. */
export type RuntimeData =
  | AudioBlock
  | VideoData
  | EncodedAudioData
  | EncodedVideoData
  | ImageData
  | TensorData
  | NumpyData
  | JsonData
  | TextData
  | BinaryData
  | ControlData
  | FileData;
