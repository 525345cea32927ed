import type { Meeting } from '../connect/contender.ts';

/** Messages of bytes to and from the other page, through a library as its users use it. */
export interface Pipe {
  /** Sends a message; settles when the library, or the way its users hold back, lets the next one go. */
  send(message: Uint8Array<ArrayBuffer>): Promise<void> | void;
  /** Sends what is large as a file, where the library has that; settles when the other side has it. */
  sendFile?(file: File): Promise<void>;
  /** Hears each message that comes. */
  listen(onMessage: (message: Uint8Array) => void): void;
}

/** A library, seen from one page. */
export interface DataContender {
  /** The size in which its users cut what is large, in bytes. */
  readonly pieceBytes: number;
  /** Enters the room; resolves when others can find it. `onPipe` gets the pipe to whoever comes. */
  host(meeting: Meeting, onPipe: (pipe: Pipe) => void): Promise<void>;
  /** Enters the room that the other page is in; resolves when the library lets its user send. */
  join(meeting: Meeting): Promise<Pipe>;
}
