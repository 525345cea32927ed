import type { VideoFrame } from '@remotemedia/codecs';
import type { AudioBlock } from './audio-block.ts';
import type { JsonValue } from './json-value.ts';

/** What can flow through a pipeline; the `kind` of each {@link RuntimeData}. */
export type DataKind = RuntimeData['kind'];

/** One picture. Whoever gets it from a session closes the frame; inside of a graph the runtime does. */
export interface VideoData {
  /** Tells it from the other kinds. */
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
  /** Tells it from the other kinds. */
  readonly kind: 'encodedAudio';
  /** As in the codec registry of WebCodecs, such as `opus`. */
  readonly codec: string;
  /** One packet. */
  readonly data: Uint8Array;
  /** Of the decoded sound, in Hz. */
  readonly sampleRate: number;
  /** Of the decoded sound. */
  readonly channelCount: number;
  /** When it was captured or is to be shown, in µs on the clock of its source. */
  readonly timestampUs: number;
  /** How long it lasts, in µs; `undefined` where nobody knows. */
  readonly durationUs?: number | undefined;
  /** Which of several streams it belongs to: a participant, a camera. */
  readonly streamId?: string | undefined;
}

/** One encoded picture. */
export interface EncodedVideoData {
  /** Tells it from the other kinds. */
  readonly kind: 'encodedVideo';
  /** As in the codec registry of WebCodecs, such as `vp8` or `vp09.00.10.08`. */
  readonly codec: string;
  /** One encoded picture. */
  readonly data: Uint8Array;
  /** Whether a decoder can begin here. */
  readonly isKeyFrame: boolean;
  /** Of the picture, in pixels. */
  readonly width: number;
  /** Of the picture, in pixels. */
  readonly height: number;
  /** When it was captured or is to be shown, in µs on the clock of its source. */
  readonly timestampUs: number;
  /** How long it lasts, in µs; `undefined` where nobody knows. */
  readonly durationUs?: number | undefined;
  /** Which of several streams it belongs to: a participant, a camera. */
  readonly streamId?: string | undefined;
  /** Counts the pictures of a stream, from 0. */
  readonly frameNumber?: number | undefined;
}

/** A still picture as a file has it. */
export interface StillImageData {
  /** Tells it from the other kinds. */
  readonly kind: 'image';
  /** The file, or its pixels where the format is `raw`. */
  readonly data: Uint8Array;
  /** How `data` is written. */
  readonly format: 'jpeg' | 'png' | 'webp' | 'raw';
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** When it was captured or is to be shown, in µs on the clock of its source. */
  readonly timestampUs?: number | undefined;
  /** Which of several streams it belongs to: a participant, a camera. */
  readonly streamId?: string | undefined;
}

/** Numbers with a shape. Source: `TensorBuffer` of `remotemedia.v1`. */
export interface TensorData {
  /** Tells it from the other kinds. */
  readonly kind: 'tensor';
  /** The elements as bytes, little-endian, row by row. */
  readonly data: Uint8Array;
  /** Elements in each dimension, the outermost first. */
  readonly shape: readonly number[];
  /** Number of the element type on the wire: 1 f32, 2 f16, 3 i32, 4 i8, 5 u8; others are passed on. */
  readonly dtype: number;
}

/** An array of NumPy. Source: `NumpyBuffer` of `remotemedia.v1`. */
export interface NumpyData {
  /** Tells it from the other kinds. */
  readonly kind: 'numpy';
  /** The elements as bytes, as NumPy has them in memory. */
  readonly data: Uint8Array;
  /** Elements in each dimension. */
  readonly shape: readonly number[];
  /** NumPy's name of the element type, such as `float32`. */
  readonly dtype: string;
  /** Bytes from one element to the next in each dimension. */
  readonly strides: readonly number[];
  /** Whether the last dimension lies together. */
  readonly cContiguous: boolean;
  /** Whether the first dimension lies together. */
  readonly fContiguous: boolean;
}

/** Anything that JSON can say; events of nodes are of this kind. */
export interface JsonData {
  /** Tells it from the other kinds. */
  readonly kind: 'json';
  /** What it says. */
  readonly value: JsonValue;
}

/** Text, perhaps for one of several readers. */
export interface TextData {
  /** Tells it from the other kinds. */
  readonly kind: 'text';
  /** The text itself. */
  readonly text: string;
  /** Who it is for, such as `tts`, `ui` or `think`. @default `tts` for those who ask */
  readonly channel?: string | undefined;
}

/** Bytes. */
export interface BinaryData {
  /** Tells it from the other kinds. */
  readonly kind: 'binary';
  /** The bytes. */
  readonly data: Uint8Array;
  /** What they are, such as `video/webm`; `undefined` where nobody said. */
  readonly mimeType?: string | undefined;
}

/** A word from the one who drives the pipeline. Source: `ControlMessage` of the wire, tag `type`. */
export interface ControlData {
  /** Tells it from the other kinds. */
  readonly kind: 'control';
  /** What is asked for. */
  readonly messageType:
    | { readonly type: 'CancelSpeculation'; readonly fromTimestamp: number; readonly toTimestamp: number }
    | { readonly type: 'BatchHint'; readonly suggestedBatchSize: number }
    | { readonly type: 'DeadlineWarning'; readonly deadlineUs: number };
  /** Which part of the stream is meant. */
  readonly segmentId?: string | undefined;
  /** When it was said, in ms since 1970. */
  readonly timestampMs: number;
  /** Whatever else the sender has to say. */
  readonly metadata?: JsonValue | undefined;
}

/** Names a file; its bytes are elsewhere. */
export interface FileData {
  /** Tells it from the other kinds. */
  readonly kind: 'file';
  /** Where it is, for whoever reads it. */
  readonly path: string;
  /** How people know it. */
  readonly filename?: string | undefined;
  /** What it is, such as `image/png`. */
  readonly mimeType?: string | undefined;
  /** Of the whole file. */
  readonly sizeBytes?: number | undefined;
  /** Where the part that is meant begins. */
  readonly offsetBytes?: number | undefined;
  /** How long the part that is meant is. */
  readonly lengthBytes?: number | undefined;
  /** Which of several streams it belongs to: a participant, a camera. */
  readonly streamId?: string | undefined;
}

/** One item that flows through a pipeline. Source: upstream's `RuntimeData`. */
export type RuntimeData =
  | AudioBlock
  | VideoData
  | EncodedAudioData
  | EncodedVideoData
  | StillImageData
  | TensorData
  | NumpyData
  | JsonData
  | TextData
  | BinaryData
  | ControlData
  | FileData;
