/** What a lane did so far and how it stands; a snapshot. */
export interface LaneStats {
  /** Messages handed to the platform. */
  readonly messagesSent: number;
  /** Their bytes, with what our framing adds. */
  readonly bytesSent: number;
  /** Messages that came. */
  readonly messagesReceived: number;
  /** Bytes that came, with what our framing adds. */
  readonly bytesReceived: number;
  /** Messages of an unreliable lane that got too old to be sent. */
  readonly droppedByAge: number;
  /** Messages of an unreliable lane that made room for newer ones. */
  readonly droppedBySize: number;
  /** Frames that came and could not be understood. */
  readonly malformed: number;
  /** Messages that wait to be sent. */
  readonly waiting: number;
  /** Bytes that the platform has taken and not yet sent. */
  readonly bufferedBytes: number;
  /** Most bytes that may be under way to the peer; absent where its framing does not tell what has come. */
  readonly windowBytes?: number | undefined;
  /** Shortest time from sending to the news that it came, in milliseconds; absent before the first such news. */
  readonly shortestTripMs?: number | undefined;
  /** Senders wait while more than this is buffered, in bytes. */
  readonly highMarkBytes: number;
  /** Waiting senders go on when no more than this is buffered, in bytes. */
  readonly lowMarkBytes: number;
}
