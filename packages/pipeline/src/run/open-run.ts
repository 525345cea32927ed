import { abortError, SdkError } from '@remotemedia/base';
import { GraphRun } from './graph-run.ts';
import type { GraphRunOptions } from './run-options.ts';

/** Hears which node is being made, before it is. */
export type NodeProgress = (nodeId: string, nodeType: string) => void;

/** How nodes are made. */
export interface OpenRunOptions {
  /** Hears of each node before it is made. */
  readonly onNode?: NodeProgress | undefined;
  /** Gives up; a node that comes later is closed then. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes all nodes of a plan. When one cannot be made, those that were are closed.
 *
 * @throws {SdkError} why a node cannot be made, with its name; `not-found` for an unknown type; `cancelled`
 */
export async function openGraphRun(
  options: GraphRunOptions,
  { onNode, signal }: OpenRunOptions = {},
): Promise<GraphRun> {
  const run = new GraphRun(options);
  let giveUp = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    giveUp = () => signal && reject(abortError(signal));
  });
  aborted.catch(() => {});
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    for (const node of run.creationOrder) {
      if (signal?.aborted) throw abortError(signal);
      onNode?.(node.plan.id, node.plan.type);
      const making = node.start();
      if (making) await Promise.race([making, aborted]);
    }
    return run;
  } catch (error) {
    await run.close();
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

/**
 * The same at once, for the audio thread.
 *
 * @throws {SdkError} what {@link openGraphRun} throws, and `failed-precondition` when a node is not ready at once
 */
export function openRealtimeRun(options: GraphRunOptions): GraphRun {
  const run = new GraphRun(options);
  try {
    for (const node of run.creationOrder) {
      const making = node.start();
      if (!making) continue;
      making.catch(() => {});
      const { id, type } = node.plan;
      throw new SdkError(
        'failed-precondition',
        `node "${id}" (${type}) is not ready at once, as the audio thread wants`,
      );
    }
    return run;
  } catch (error) {
    void run.close();
    throw error;
  }
}
