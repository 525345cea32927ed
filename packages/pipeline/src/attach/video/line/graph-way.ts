import type { FramePort, FromGraph } from './frame-port.ts';

/** What a {@link GraphWay} needs. */
export interface GraphWayOptions {
  readonly port: FramePort;
  /** Milliseconds. */
  readonly now: () => number;
  /** Takes a treated picture, which is its own. */
  readonly onOutput: (frame: VideoFrame) => void;
  /** A node threw. */
  readonly onFault: () => void;
}

/** Pictures in and out of one graph. At most one is on its way in and one waits: the newest. */
export class GraphWay {
  readonly #port: FramePort;
  readonly #now: () => number;
  readonly #onOutput: (frame: VideoFrame) => void;
  readonly #onFault: () => void;
  #waiting: VideoFrame | undefined;
  /** Since when the graph has had a picture that it has not asked another one for. */
  #busySince: number | undefined;
  #dropped = 0;
  #isEnding = false;

  constructor({ port, now, onOutput, onFault }: GraphWayOptions) {
    this.#port = port;
    this.#now = now;
    this.#onOutput = onOutput;
    this.#onFault = onFault;
    port.onmessage = ({ data }: MessageEvent<FromGraph>) => this.#receive(data);
  }

  /** Since when the graph has been at work on one picture, in ms; `undefined` while it has room. */
  get busySince(): number | undefined {
    return this.#busySince;
  }

  /** Pictures that gave way to newer ones. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Hands a picture to the graph, now or when there is room. It is the way's from here on. */
  offer(frame: VideoFrame): void {
    if (this.#isEnding) {
      frame.close();
      return;
    }
    if (this.#busySince === undefined) {
      this.#send(frame);
      return;
    }
    if (this.#waiting) {
      this.#waiting.close();
      this.#dropped += 1;
    }
    this.#waiting = frame;
  }

  /** Ends it. Pictures that still come out are closed; the port closes behind the last one. */
  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#waiting?.close();
    this.#waiting = undefined;
    this.#port.postMessage({ type: 'end' }, []);
  }

  #send(frame: VideoFrame): void {
    this.#busySince = this.#now();
    this.#port.postMessage({ type: 'frame', frame }, [frame]);
  }

  #receive(message: FromGraph): void {
    if (message.type === 'output') {
      if (this.#isEnding) message.frame.close();
      else this.#onOutput(message.frame);
    } else if (message.type === 'fault') {
      this.#onFault();
    } else if (message.type === 'over') {
      this.#port.close();
    } else {
      this.#busySince = undefined;
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next) this.#send(next);
    }
  }
}
