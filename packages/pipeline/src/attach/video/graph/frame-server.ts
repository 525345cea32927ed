import { toNativeVideoFrame, VideoFrame } from '@remotemedia/codecs';
import type { RuntimeData, VideoData } from '../../../data/runtime-data.ts';
import type { FramePort, ToGraph } from '../line/frame-port.ts';

/** The graph's end of the way to the line. */
export class FrameServer {
  readonly #port: FramePort;
  readonly #push: (item: VideoData) => void | Promise<void>;
  #frameNumber = 0;
  #isOver = false;

  /** @param push pushes into the graph, which owns the frame from then on */
  constructor(port: FramePort, push: (item: VideoData) => void | Promise<void>) {
    this.#port = port;
    this.#push = push;
    port.onmessage = ({ data }: MessageEvent<ToGraph>) => {
      if (data.type === 'frame') void this.#take(data.frame);
      else this.#end();
    };
  }

  /** Takes what leaves the graph if it is a picture. @returns whether it was one */
  output(item: RuntimeData): boolean {
    if (item.kind !== 'video') return false;
    try {
      if (!this.#isOver) {
        const frame = toNativeVideoFrame(item.frame);
        this.#port.postMessage({ type: 'output', frame }, [frame]);
      }
    } finally {
      item.frame.close();
    }
    return true;
  }

  /** Tells the line that a node threw. */
  fault(): void {
    if (!this.#isOver) this.#port.postMessage({ type: 'fault' }, []);
  }

  async #take(native: globalThis.VideoFrame): Promise<void> {
    try {
      // Shares the pixels; each of the two is closed by itself.
      const frame = new VideoFrame(native);
      native.close();
      const frameNumber = this.#frameNumber;
      this.#frameNumber += 1;
      await this.#push({ kind: 'video', frame, frameNumber });
    } catch {
      // Nodes' errors come another way. This graph takes no pictures, which the line notices.
      this.fault();
    }
    if (!this.#isOver) this.#port.postMessage({ type: 'room' }, []);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#port.postMessage({ type: 'over' }, []);
  }
}
