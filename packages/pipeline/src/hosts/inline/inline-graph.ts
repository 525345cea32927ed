import { type Clock, systemClock, type Undo } from '@remotemedia/base';
import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { emittedItem } from '../../data/transfer/item-checks.ts';
import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import type { NodeState } from '../../plan/graph-plan.ts';
import {
  type EntryPoint,
  type GraphRun,
  type GraphStats,
  type GraphWindow,
  openGraphRun,
  type TapListener,
} from '../../run/index.ts';
import type { GraphListener, HostedGraph, OpenGraphOptions } from '../hosted-graph.ts';

/** What is needed beside what every host needs. */
export interface InlineGraphOptions extends Omit<OpenGraphOptions, 'nodeModules'> {
  readonly definitions: (type: string) => AnyNodeDefinition | undefined;
  readonly listener: GraphListener;
  readonly clock?: Clock | undefined;
  /** Gives up the opening. */
  readonly signal?: AbortSignal | undefined;
}

/** A graph on the thread that calls: nothing is copied, and nothing protects the caller from a node that loops. */
export class InlineGraph implements HostedGraph {
  readonly host = 'inline';
  readonly #run: GraphRun;

  private constructor(run: GraphRun) {
    this.#run = run;
  }

  /** Makes the nodes. @throws {SdkError} why not */
  static async open({
    definitions,
    listener,
    clock = systemClock,
    signal,
    ...rest
  }: InlineGraphOptions): Promise<InlineGraph> {
    const run = await openGraphRun(
      {
        ...rest,
        definitions,
        host: 'inline',
        now: () => clock.now(),
        after: (delayMs, callback) => clock.after(delayMs, callback),
        onOutput: (item, nodeId, port) => listener.onOutput(emittedItem(item), nodeId, port),
        onFault: listener.onFault,
      },
      { onNode: listener.onLoading, signal },
    );
    return new InlineGraph(run);
  }

  async push(item: RuntimeData, entry?: EntryPoint): Promise<void> {
    await this.#run.push(item, entry);
  }

  async flush(): Promise<void> {
    await this.#run.flush();
  }

  async setParams(nodeId: string, params: Readonly<Record<string, JsonValue | undefined>>): Promise<void> {
    await this.#run.setParams(nodeId, params);
  }

  async setNodeState(nodeId: string, state: NodeState): Promise<void> {
    this.#run.setNodeState(nodeId, state);
  }

  tap(nodeId: string, port: string | undefined, listener: TapListener): Undo {
    return this.#run.tap(nodeId, port, listener);
  }

  async interrupt(nodeId: string): Promise<void> {
    this.#run.interrupt(nodeId);
  }

  async stats(): Promise<GraphStats> {
    return this.#run.stats();
  }

  async takeWindow(): Promise<GraphWindow> {
    return this.#run.takeWindow();
  }

  async close({ drain = false }: { readonly drain?: boolean | undefined } = {}): Promise<void> {
    if (drain) await this.#run.flush();
    await this.#run.close();
  }
}
