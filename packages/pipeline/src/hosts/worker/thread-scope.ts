import { workerThreads } from '../node/node-parts.ts';
import type { SeatMessage } from '../protocol.ts';

/** The way from inside of a thread to the page, in a browser's worker and in a thread of Node. */
export interface ThreadScope {
  readonly host: 'worker' | 'node';
  /** Sends a message to the page. */
  postMessage(message: SeatMessage, transfer: Transferable[]): void;
  /** Calls `listener` with each message of the page; it replaces the one before. */
  listen(listener: (message: unknown) => void): void;
}

/** The global scope of a browser's worker, as far as it is used. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
}

/** The scope of this thread. */
export function threadScope(): ThreadScope {
  const port = workerThreads()?.parentPort;
  if (!port) return webScope(globalThis as unknown as WorkerScope);
  let current: (message: unknown) => void = () => {};
  port.on('message', (message) => current(message));
  return {
    host: 'node',
    postMessage: (message, transfer) => port.postMessage(message, transfer),
    listen: (listener) => {
      current = listener;
    },
  };
}

function webScope(scope: WorkerScope): ThreadScope {
  return {
    host: 'worker',
    postMessage: (message, transfer) => scope.postMessage(message, transfer),
    listen: (listener) => {
      scope.onmessage = ({ data }) => listener(data);
    },
  };
}
