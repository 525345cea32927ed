import type { Clock } from '@remotemedia/base';
import { GraphClient } from '../../../hosts/graph-client.ts';
import type { GraphListener, OpenGraphOptions } from '../../../hosts/hosted-graph.ts';
import type { GraphWorker } from './graph-worker.ts';

/** How long a call of a node may take, in ms. A picture that late is of no use to anybody. */
const CALL_TIMEOUT_MS = 5000;

/** How long the thread may give no sign of life when it was asked for one, in ms. */
const HANG_LIMIT_MS = 2000;

/** What a graph for a track needs. */
export interface VideoGraphOptions extends Pick<OpenGraphOptions, 'plan' | 'assets' | 'nodeModules'> {
  readonly worker: GraphWorker;
  readonly listener: GraphListener;
  readonly clock: Clock;
}

/** A graph off the page, and the way of its pictures. */
export interface VideoGraph {
  readonly client: GraphClient;
  /** For the line. */
  readonly frames: MessagePort;
}

/**
 * Opens a graph for a video track. At most one picture waits in front of each node: those that wait longer are of the past.
 *
 * @throws {SdkError} what the thread or a node said; nothing is left behind then
 */
export async function openVideoGraph(options: VideoGraphOptions): Promise<VideoGraph> {
  const { plan, assets, nodeModules, worker, listener, clock } = options;
  const { port1: frames, port2 } = new MessageChannel();
  try {
    const client = new GraphClient({
      host: 'worker',
      start: worker.starter(port2),
      listener,
      clock,
      hangLimitMs: HANG_LIMIT_MS,
    });
    const queue = { capacity: 1, policy: 'wait' } as const;
    await client.open({ plan, assets, nodeModules, queue, callTimeoutMs: CALL_TIMEOUT_MS });
    return { client, frames };
  } catch (error) {
    frames.close();
    throw error;
  }
}
