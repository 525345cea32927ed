import type { SdkErrorCode } from '@remotemedia/base';
import type {
  DecodedAudio,
  DecodedVideo,
  EncodedMessage,
  PacketMessage,
  PcmMessage,
  PictureMessage,
} from './payloads.ts';

/**
 * Changed with every change of the messages: a page never talks to the worker of another version, which a cache or a
 * copy on the own server may well bring about.
 */
export const PROTOCOL_VERSION = 1;

/** What a session does. */
export type CoderKind = 'audio-encoder' | 'audio-decoder' | 'video-encoder' | 'video-decoder';

/** A coder's input, by kind. */
export type CoderInput = PcmMessage | PacketMessage | PictureMessage;

/** A coder's output, by kind. */
export type CoderOutput = EncodedMessage | DecodedAudio | DecodedVideo;

/** Compiled code on its way to a thread, which keeps it: every further use names only the number. */
export interface ModuleMessage {
  /** The page's number for the module. */
  readonly number: number;
  /** The code, when the thread does not have it yet. */
  readonly module?: WebAssembly.Module | undefined;
}

/** Begin a session with a configuration, or go on with another one. */
export interface ConfigureRequest {
  readonly type: 'configure';
  readonly id: number;
  /** The page's number for the coder. */
  readonly coder: number;
  readonly kind: CoderKind;
  readonly module: ModuleMessage;
  /** As the W3C class got it; the session reads it with suspicion. */
  readonly config: object;
}

/** Work off one input. */
export interface ProcessRequest {
  readonly type: 'process';
  readonly id: number;
  readonly coder: number;
  readonly input: CoderInput;
}

/** Bring out what is held back. */
export interface FlushRequest {
  readonly type: 'flush';
  readonly id: number;
  readonly coder: number;
}

/** End a session; it overtakes whatever of that session has not begun. */
export interface CloseRequest {
  readonly type: 'close';
  readonly id: number;
  readonly coder: number;
}

/** What the page says to a thread. Each request is answered once, with `done` or `failed`. */
export type ThreadRequest = ConfigureRequest | ProcessRequest | FlushRequest | CloseRequest;

/** The thread listens; the first thing it says. */
export interface ReadyReply {
  readonly type: 'ready';
  readonly version: number;
}

/** A request is worked off; `outputs` are the last of it. */
export interface DoneReply {
  readonly type: 'done';
  readonly id: number;
  readonly coder: number;
  readonly outputs: readonly CoderOutput[];
}

/** Outputs of a request that takes longer. */
export interface ProgressReply {
  readonly type: 'progress';
  readonly coder: number;
  readonly outputs: readonly CoderOutput[];
}

/** A request failed, and with it the session: what it was asked for after that is not answered any more. */
export interface FailedReply {
  readonly type: 'failed';
  readonly id: number;
  readonly coder: number;
  readonly code: SdkErrorCode;
  readonly detail: string;
}

/** Code of the thread broke: nothing in it can be trusted any more. */
export interface CrashedReply {
  readonly type: 'crashed';
  readonly detail: string;
}

/** What a thread says to the page. */
export type ThreadReply = ReadyReply | DoneReply | ProgressReply | FailedReply | CrashedReply;
