/**
 * The file that runs in a worker of a browser or in a thread of Node: the sessions, and the way to the page.
 *
 * @module
 */
import { SessionHost } from './host/session-host.ts';
import { nodeWorkerThreads } from './threads/node-parts.ts';

/** The global scope of a browser's worker, as far as it is used. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
}

const port = nodeWorkerThreads()?.parentPort;
if (port) {
  const host = new SessionHost((reply, transfer) => port.postMessage(reply, transfer));
  port.on('message', (message) => host.receive(message));
} else {
  const scope = globalThis as unknown as WorkerScope;
  const host = new SessionHost((reply, transfer) => scope.postMessage(reply, transfer));
  scope.onmessage = ({ data }) => host.receive(data);
}
