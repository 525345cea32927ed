import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import type { GraphThread } from '../../../hosts/graph-thread.ts';
import type { Line, LineListeners } from '../line/line.ts';
import type { LineMessage, LineRequest } from '../line/line-protocol.ts';
import type { PicturePathStats } from '../line/picture-path-stats.ts';

/** How long a thread may take to let go of everything, in ms. */
const END_MS = 1000;

/** Somebody who waits for an answer of the thread. */
interface Waiter {
  readonly resolve: (stats: PicturePathStats) => void;
  readonly reject: (error: SdkError) => void;
}

/** The page's half of a line in a worker. */
export class WorkerLine implements Line {
  readonly #control: MessagePort;
  readonly #track: MediaStreamTrack;
  readonly #options: LineListeners & { readonly clock: Clock };
  readonly #waiters = new Map<number, Waiter>();
  #thread: GraphThread | undefined;
  #nextId = 1;
  #isClosed = false;
  #stopTimer: Undo | undefined;
  /** Why it is closed, once it is. */
  #why: SdkError | undefined;

  /** @param control leads to the thread; it becomes the line's, as the track does */
  constructor(control: MessagePort, track: MediaStreamTrack, options: LineListeners & { readonly clock: Clock }) {
    this.#control = control;
    this.#track = track;
    this.#options = options;
    control.onmessage = ({ data }: MessageEvent<LineMessage>) => this.#receive(data);
  }

  /** The thread that is the line's from now on. */
  runsIn(thread: GraphThread): void {
    this.#thread = thread;
  }

  /** The thread is dead. */
  died(error: SdkError): void {
    this.#end(error);
  }

  async setGraph(port: MessagePort): Promise<void> {
    await this.#ask((id) => ({ type: 'graph', id, port }), [port]);
  }

  loseGraph(): void {
    this.#post({ type: 'lose' });
  }

  stats(): Promise<PicturePathStats> {
    return this.#ask((id) => ({ type: 'stats', id }));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#post({ type: 'close' });
    this.#shut();
    this.#stopTimer = this.#options.clock.after(END_MS, () => this.#endThread());
  }

  #ask(request: (id: number) => LineRequest, transfer: Transferable[] = []): Promise<PicturePathStats> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(this.#why);
      const id = this.#nextId;
      this.#nextId += 1;
      this.#waiters.set(id, { resolve, reject });
      this.#post(request(id), transfer);
    });
  }

  #post(request: LineRequest, transfer: Transferable[] = []): void {
    if (!this.#isClosed) this.#control.postMessage(request, transfer);
  }

  #receive(message: LineMessage): void {
    if (message.type === 'done') {
      this.#waiters.get(message.id)?.resolve(message.stats);
      this.#waiters.delete(message.id);
    } else if (message.type === 'stall') {
      if (!this.#isClosed) this.#options.onStall(message.change);
    } else this.#end();
  }

  /** The thread is through: it has let go of all pictures, or died. */
  #end(error?: SdkError): void {
    this.#endThread();
    if (this.#isClosed) return;
    this.#shut(error);
    this.#options.onEnd(error);
  }

  #endThread(): void {
    this.#stopTimer?.();
    this.#thread?.terminate();
    this.#control.close();
  }

  #shut(why: SdkError = closed()): void {
    this.#isClosed = true;
    this.#why = why;
    this.#track.stop();
    for (const { reject } of this.#waiters.values()) reject(why);
    this.#waiters.clear();
  }
}

function closed(): SdkError {
  return new SdkError('failed-precondition', 'the pipeline of this track is closed');
}
