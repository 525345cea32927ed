import type { AssetProgress } from '../assets/index.ts';
import type { QueueOptions } from '../run/index.ts';
import type { LoadingEvent } from './system-topic.ts';

/** How a session is opened and kept. */
export interface SessionOptions {
  /** Ends the session, or the opening of it. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time for the opening, in ms, downloads included; `Infinity` for none. @default 30_000 */
  readonly timeoutMs?: number | undefined;
  /** The queue in front of each node that works asynchronously. @default 16 items, 'wait' */
  readonly queue?: QueueOptions | undefined;
  /** Longest time for one call of a node, in ms; it is made anew then. @default 30_000 */
  readonly callTimeoutMs?: number | undefined;
  /** How long the thread may give no sign of life while it owes an answer, in ms; then it is ended. @default 10_000 */
  readonly hangLimitMs?: number | undefined;
  /** How often `__perf__.out` reports while somebody listens, in ms, 100–10,000. @default 1000 */
  readonly perfWindowMs?: number | undefined;
  /** Hears how far the opening is: the same events as on `__system__.out`. */
  readonly onLoading?: ((event: LoadingEvent) => void) | undefined;
  /** Hears how far each download is. */
  readonly onProgress?: ((progress: AssetProgress) => void) | undefined;
}

/** How one input is sent. */
export interface SendOptions {
  /** Gives up; the item is not sent if it still waits. */
  readonly signal?: AbortSignal | undefined;
  /** Only to this node. @default every node that gets what comes from outside and takes the kind */
  readonly nodeId?: string | undefined;
  /** Only to this input of the node. @default the first one that takes the kind */
  readonly port?: string | undefined;
}
