import { SdkError } from '@remotemedia/base';

/** Shows pictures on a canvas that nobody sees, and has the browser make a track of it. */
export class CanvasSink {
  /** What is shown. */
  readonly track: MediaStreamTrack;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;

  /** @throws {SdkError} `unimplemented` where a canvas makes no track */
  constructor() {
    this.#canvas = document.createElement('canvas');
    const context = this.#canvas.getContext('2d', { alpha: false });
    const track = context && canCapture(this.#canvas) ? this.#canvas.captureStream().getVideoTracks()[0] : undefined;
    if (!context || !track)
      throw new SdkError('unimplemented', 'a canvas of this browser makes no track of what it shows');
    this.#context = context;
    this.track = track;
  }

  /** Shows a picture, and closes it. */
  write(frame: VideoFrame): void {
    const { displayWidth, displayHeight } = frame;
    const canvas = this.#canvas;
    // Setting a size empties the canvas, so it is only done when it is another.
    if (canvas.width !== displayWidth || canvas.height !== displayHeight) {
      canvas.width = displayWidth;
      canvas.height = displayHeight;
    }
    this.#context.drawImage(frame, 0, 0, displayWidth, displayHeight);
    frame.close();
  }

  /** Ends the track. */
  close(): void {
    this.track.stop();
    // Gives the pixels back at once.
    this.#canvas.width = 0;
    this.#canvas.height = 0;
  }
}

/** Whether it makes tracks at all: not every browser does. */
function canCapture(canvas: HTMLCanvasElement): boolean {
  return typeof canvas.captureStream === 'function';
}
