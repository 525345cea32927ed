import type { FramePort } from './line/frame-port.ts';

/** The first message to a thread with graphs of a video track; the same once more opens another graph beside it. */
export interface VideoStart {
  readonly type: 'start';
  readonly purpose: 'video';
  /** Pictures come and go here. */
  readonly frames: MessagePort & FramePort;
  /** Everything else is said here, as in a session. */
  readonly control: MessagePort;
}

/** The first message to a thread that takes pictures from a track to a track, and runs no graph. */
export interface LineStart {
  readonly type: 'start';
  readonly purpose: 'video-line';
  /** Pictures of the source. */
  readonly readable: ReadableStream<VideoFrame>;
  /** Where pictures are shown. */
  readonly writable: WritableStream<VideoFrame>;
  /** How long a picture may take, in ms. */
  readonly stallMs: number;
  /** Everything else is said here: `LineRequest` there, `LineMessage` back. */
  readonly control: MessagePort;
}

/** The first message to a thread that does nothing but tick. */
export interface TickerStart {
  readonly type: 'start';
  readonly purpose: 'ticker';
  readonly periodMs: number;
  /** The ticks: messages without content. */
  readonly ticks: MessagePort;
}
