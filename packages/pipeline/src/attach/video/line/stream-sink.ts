/** The least between two pictures, in µs: RTP clocks of video count 11 µs, capture times of WebRTC whole ms. */
const STEP_US = 1000;

/** The writable side of a generated track. */
export class StreamSink {
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>;
  readonly #onBroken: () => void;
  #newest = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  /** @param onBroken called when it takes no more, once */
  constructor(writable: WritableStream<VideoFrame>, onBroken: () => void) {
    this.#writer = writable.getWriter();
    this.#onBroken = onBroken;
    this.#writer.closed.then(undefined, () => this.#break());
  }

  /** Shows a picture, which is the sink's. @returns whether there was room */
  write(frame: VideoFrame): boolean {
    const room = this.#writer.desiredSize;
    if (this.#isClosed || (room !== null && room <= 0)) {
      frame.close();
      return false;
    }
    const later = this.#later(frame);
    this.#writer.write(later).then(
      () => later.close(),
      () => later.close(),
    );
    return true;
  }

  /** The picture at a time after the one before: encoders leave out what has the same time. */
  #later(frame: VideoFrame): VideoFrame {
    const timestamp = Math.max(frame.timestamp, this.#newest + STEP_US);
    this.#newest = timestamp;
    if (timestamp === frame.timestamp) return frame;
    const later = new VideoFrame(frame, { timestamp });
    frame.close();
    return later;
  }

  /** Ends the track. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#writer.close();
  }

  #break(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onBroken();
  }
}
