import type { FramePort, FromGraph, ToGraph } from './frame-port.ts';

/** Pictures that count how often they are closed. */
export class Pictures {
  readonly #open = new Set<object>();
  #closedTwice = 0;

  get open(): number {
    return this.#open.size;
  }

  get closedTwice(): number {
    return this.#closedTwice;
  }

  make(timestamp: number): VideoFrame {
    const picture = {
      timestamp,
      clone: () => this.make(timestamp),
      close: () => {
        if (!this.#open.delete(picture)) this.#closedTwice += 1;
      },
    };
    this.#open.add(picture);
    // The line does nothing else with a picture.
    return picture as unknown as VideoFrame;
  }
}

/** The other end of a port: a graph under control of the test. */
export class FakeGraph {
  readonly taken: VideoFrame[] = [];
  isOver = false;
  isPortClosed = false;
  readonly port: FramePort & MessagePort;

  constructor() {
    this.port = {
      onmessage: null,
      postMessage: (message: ToGraph) => {
        if (message.type === 'frame') this.taken.push(message.frame);
        else this.isOver = true;
      },
      close: () => {
        this.isPortClosed = true;
      },
    } as unknown as FramePort & MessagePort;
  }

  say(message: FromGraph): void {
    this.port.onmessage?.({ data: message } as MessageEvent);
  }

  /** Gives back what it took first, and asks for more. */
  answer(): void {
    const frame = this.taken.shift();
    if (!frame) throw new Error('it took nothing');
    this.say({ type: 'output', frame });
    this.say({ type: 'room' });
  }
}
