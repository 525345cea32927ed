/** What is used of mediabunny. Source: its documentation, version 1.61. */

/** One packet; its times are in seconds. */
export declare class EncodedPacket {
  constructor(data: Uint8Array, type: 'key' | 'delta', timestamp: number, duration: number);
  readonly data: Uint8Array;
  readonly type: 'key' | 'delta';
  readonly timestamp: number;
}

/** Takes the packets of an audio track; the first one comes with metadata. */
export declare class EncodedAudioPacketSource {
  constructor(codec: 'opus');
  add(packet: EncodedPacket, meta?: EncodedAudioChunkMetadata): Promise<void>;
  close(): void;
}

/** Takes the packets of a video track; the first one comes with metadata. */
export declare class EncodedVideoPacketSource {
  constructor(codec: 'vp8' | 'vp9' | 'av1');
  add(packet: EncodedPacket, meta?: EncodedVideoChunkMetadata): Promise<void>;
  close(): void;
}

/** WebM; `appendOnly` never goes back in the file. */
export declare class WebMOutputFormat {
  constructor(options: { readonly appendOnly: boolean });
}

/** Writes into a stream. */
export declare class StreamTarget {
  constructor(writable: WritableStream<{ readonly data: Uint8Array<ArrayBuffer>; readonly position: number }>);
}

/** A file that is written. */
export declare class Output {
  constructor(options: { readonly format: WebMOutputFormat; readonly target: StreamTarget });
  readonly state: 'pending' | 'started' | 'canceled' | 'finalizing' | 'finalized';
  addAudioTrack(source: EncodedAudioPacketSource): void;
  addVideoTrack(source: EncodedVideoPacketSource): void;
  start(): Promise<void>;
  finalize(): Promise<void>;
  cancel(): Promise<void>;
}

/** A file in memory. */
export declare class BufferSource {
  constructor(bytes: Uint8Array);
}

/** WebM, for reading. */
export declare const WEBM: unique symbol;

/** A track of a file that is read. */
export interface InputTrack {
  readonly numberOfChannels: number;
  readonly sampleRate: number;
  readonly codec: string | null;
  readonly codedWidth: number;
}

/** A file that is read. */
export declare class Input {
  constructor(options: { readonly source: BufferSource; readonly formats: readonly (typeof WEBM)[] });
  getMimeType(): Promise<string>;
  computeDuration(): Promise<number>;
  getPrimaryAudioTrack(): Promise<InputTrack | null>;
  getPrimaryVideoTrack(): Promise<InputTrack | null>;
}

/** The packets of a track. */
export declare class EncodedPacketSink {
  constructor(track: InputTrack);
  packets(): AsyncGenerator<EncodedPacket, void, unknown>;
}
