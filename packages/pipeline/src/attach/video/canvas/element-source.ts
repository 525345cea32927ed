import { type Clock, Disposables } from '@remotemedia/base';
import { watchEnd } from '../../audio/source-watch.ts';
import type { HiddenTicker } from './hidden-ticker.ts';

/** What an {@link ElementSource} needs. */
export interface ElementSourceOptions {
  readonly source: MediaStreamTrack;
  readonly clock: Clock;
  /** Ticks while the tab is hidden, when video elements do not report pictures. */
  readonly ticker: HiddenTicker;
  /** Takes a picture, which is its own. */
  readonly onFrame: (frame: VideoFrame) => void;
  /** The source has ended. */
  readonly onEnd: () => void;
}

/** Plays a track on a video element that nobody sees, and takes each picture from it. */
export class ElementSource {
  readonly #options: ElementSourceOptions;
  readonly #video: HTMLVideoElement = document.createElement('video');
  readonly #undo = new Disposables();
  #newest = -1;
  #request = 0;

  constructor(options: ElementSourceOptions) {
    this.#options = options;
    const { source, ticker, clock, onEnd } = options;
    const video = this.#video;
    video.muted = true;
    video.playsInline = true;
    video.srcObject = new MediaStream([source]);
    this.#undo.add(watchEnd(source, onEnd, clock));
    this.#undo.listen(video, 'pause', () => this.#play());
    this.#undo.add(ticker.onTick(() => this.#take()));
    this.#play();
    this.#await();
  }

  /** Lets go of the element; the source stays as it is. */
  close(): void {
    this.#undo.dispose();
    this.#video.cancelVideoFrameCallback(this.#request);
    this.#video.pause();
    this.#video.srcObject = null;
  }

  #play(): void {
    // A browser that does not let it play says so once the page is used; muted ones may always.
    if (this.#options.source.readyState === 'live') this.#video.play().catch(() => undefined);
  }

  #await(): void {
    if (this.#undo.disposed) return;
    this.#request = this.#video.requestVideoFrameCallback(() => {
      this.#take();
      this.#await();
    });
  }

  #take(): void {
    const video = this.#video;
    if (video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) return;
    const timestamp = Math.round(video.currentTime * 1e6);
    if (timestamp === this.#newest) return;
    this.#newest = timestamp;
    this.#options.onFrame(new VideoFrame(video, { timestamp }));
  }
}
