import { type Clock, SdkError } from '@remotemedia/base';
import type { StartThread } from '../../../hosts/graph-thread.ts';
import type { Line, LineListeners, OpenedLine } from '../line/line.ts';
import type { PicturePathStats } from '../line/picture-path-stats.ts';
import { VideoLine } from '../line/video-line.ts';
import { CanvasSink } from './canvas-sink.ts';
import { ElementSource } from './element-source.ts';
import { HiddenTicker } from './hidden-ticker.ts';

/** What a line on the page needs. */
export interface PageLineOptions extends LineListeners {
  readonly source: MediaStreamTrack;
  readonly clock: Clock;
  readonly stallMs: number;
  /** Starts the worker file of this package, for ticks in a hidden tab. */
  readonly startThread: StartThread;
}

/** Whether this page can take pictures from a video element and make a track of a canvas. */
export function canUseCanvas(): boolean {
  if (typeof document === 'undefined' || typeof VideoFrame === 'undefined') return false;
  return 'captureStream' in HTMLCanvasElement.prototype && 'requestVideoFrameCallback' in HTMLVideoElement.prototype;
}

/**
 * Takes the source's pictures to the track of a canvas, on the page.
 *
 * @throws {SdkError} `unimplemented` where a canvas makes no track
 */
export function openPageLine(options: PageLineOptions): OpenedLine {
  const line = new PageLine(options);
  return { line, track: line.track };
}

class PageLine implements Line {
  readonly #sink = new CanvasSink();
  readonly #source: ElementSource;
  readonly #line: VideoLine;
  #isClosed = false;

  constructor({ source, clock, stallMs, startThread, onStall, onEnd }: PageLineOptions) {
    this.#line = new VideoLine({
      clock,
      stallMs,
      onStall,
      write: (frame) => {
        this.#sink.write(frame);
        return true;
      },
    });
    this.#source = new ElementSource({
      source,
      clock,
      ticker: new HiddenTicker(startThread),
      onFrame: (frame) => this.#line.input(frame),
      onEnd: () => {
        if (this.#isClosed) return;
        this.close();
        // `stop()` by a script is silent; here the source ended, which whoever uses the track wants to hear.
        this.track.dispatchEvent(new Event('ended'));
        onEnd();
      },
    });
  }

  get track(): MediaStreamTrack {
    return this.#sink.track;
  }

  setGraph(port: MessagePort): Promise<void> {
    if (this.#isClosed) {
      port.close();
      return Promise.reject(new SdkError('failed-precondition', 'the pipeline of this track is closed'));
    }
    return this.#line.setGraph(port);
  }

  loseGraph(): void {
    this.#line.loseGraph();
  }

  stats(): Promise<PicturePathStats> {
    return Promise.resolve(this.#line.stats());
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#source.close();
    this.#line.close();
    this.#sink.close();
  }
}
