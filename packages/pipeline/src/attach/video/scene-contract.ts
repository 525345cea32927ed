import { Disposables } from '@remotemedia/base';

/** A colour, each part from 0 to 255. */
export interface Rgb {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** Pictures of a canvas: red on the left, blue on the right, a dark strip on top; a line moves so that none is like another. */
export class Scene {
  readonly track: MediaStreamTrack;
  readonly #canvas: HTMLCanvasElement;
  readonly #life = new Disposables();
  #count = 0;

  constructor(width = 320, height = 180, fps = 30) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    this.#canvas = canvas;
    this.#draw();
    const [track] = canvas.captureStream().getVideoTracks();
    if (!track) throw new Error('the canvas made no track');
    this.track = track;
    const timer = setInterval(() => this.#draw(), 1000 / fps);
    this.#life.add(() => clearInterval(timer));
    this.#life.add(() => track.stop());
  }

  resize(width: number, height: number): void {
    this.#canvas.width = width;
    this.#canvas.height = height;
  }

  close(): void {
    this.#life.dispose();
  }

  #draw(): void {
    const { width, height } = this.#canvas;
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!context) return;
    context.fillStyle = 'rgb(220, 30, 30)';
    context.fillRect(0, 0, width / 2, height);
    context.fillStyle = 'rgb(90, 90, 255)';
    context.fillRect(width / 2, 0, width / 2, height);
    context.fillStyle = 'rgb(20, 20, 20)';
    context.fillRect(0, 0, width, height / 4);
    this.#count += 1;
    context.fillStyle = `rgb(${this.#count % 256}, 200, 0)`;
    context.fillRect(0, height - 4, width, 4);
  }
}

/** Looks at a track as a viewer would. */
export class Viewer {
  readonly #video = document.createElement('video');
  readonly #canvas = document.createElement('canvas');
  /** When pictures came, in ms. */
  readonly arrivals: number[] = [];
  #isClosed = false;

  constructor(track: MediaStreamTrack) {
    const video = this.#video;
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    void video.play().catch(() => {});
    const count = () => {
      this.arrivals.push(performance.now());
      if (!this.#isClosed) video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
  }

  get width(): number {
    return this.#video.videoWidth;
  }

  get height(): number {
    return this.#video.videoHeight;
  }

  /** The next picture. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#video.requestVideoFrameCallback(() => resolve());
    });
  }

  /** The colour at a place; both from 0 to 1. */
  at(x: number, y: number): Rgb {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (width === 0) return { red: 255, green: 255, blue: 255 };
    this.#canvas.width = width;
    this.#canvas.height = height;
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(this.#video, 0, 0);
    const pixel = context?.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1).data;
    return { red: pixel?.[0] ?? 255, green: pixel?.[1] ?? 255, blue: pixel?.[2] ?? 255 };
  }

  /** The longest time between two pictures after `sinceMs`, in ms. */
  longestGapMs(sinceMs: number): number {
    const times = this.arrivals.filter((time) => time >= sinceMs);
    return Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? time)));
  }

  close(): void {
    this.#isClosed = true;
    this.#video.srcObject = null;
  }
}

/** What can be seen at a place. */
export function colourOf({ red, green, blue }: Rgb): 'red' | 'blue' | 'grey' | 'dark' | 'other' {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most < 45) return 'dark';
  if (most - least < 16) return least > 240 ? 'other' : 'grey';
  if (red > 150 && blue < 90) return 'red';
  return blue > 150 && red < 140 ? 'blue' : 'other';
}
