import type { Undo } from '@remotemedia/base';
import type { GraphThread, StartThread } from '../../../hosts/graph-thread.ts';

/** Time between ticks, in ms: about the pictures of a camera. */
const TICK_MS = 33;

/** Ticks while the tab is hidden: a page's own timers are held back then, those of a worker are not. */
export class HiddenTicker {
  readonly #startThread: StartThread;

  constructor(startThread: StartThread) {
    this.#startThread = startThread;
  }

  /** Calls `listener` while the tab is hidden, until the returned function is called. */
  onTick(listener: () => void): Undo {
    let thread: GraphThread | undefined;
    const stop = () => {
      thread?.terminate();
      thread = undefined;
    };
    const follow = () => {
      if (document.visibilityState === 'hidden') thread ??= this.#start(listener);
      else stop();
    };
    document.addEventListener('visibilitychange', follow);
    follow();
    return () => {
      document.removeEventListener('visibilitychange', follow);
      stop();
    };
  }

  #start(listener: () => void): GraphThread {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => listener();
    const thread = this.#startThread({ message: () => {}, death: () => port1.close() });
    thread.post({ type: 'start', purpose: 'ticker', periodMs: TICK_MS, ticks: port2 }, [port2]);
    return thread;
  }
}
