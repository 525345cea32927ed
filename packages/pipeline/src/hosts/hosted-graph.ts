import type { SdkError, Undo } from '@remotemedia/base';
import type { JsonValue } from '../data/json-value.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { HostName } from '../node/node-definition.ts';
import type { NodeState } from '../plan/graph-plan.ts';
import type { EntryPoint, GraphRunOptions, GraphStats, GraphWindow, NodeFault, TapListener } from '../run/index.ts';

/** What is needed to open a graph in any host. */
export interface OpenGraphOptions extends Pick<GraphRunOptions, 'plan' | 'assets' | 'queue' | 'callTimeoutMs'> {
  /** Addresses of modules with nodes of the application. */
  readonly nodeModules: readonly string[];
}

/** Whom a graph tells. */
export interface GraphListener {
  /** Something left the pipeline. A video frame is the listener's; an audio block is only valid during the call. */
  readonly onOutput: (item: RuntimeData, nodeId: string, port: string) => void;
  /** A node threw; the graph goes on. */
  readonly onFault: (fault: NodeFault) => void;
  /** A node is about to be made. */
  readonly onLoading?: ((nodeId: string, nodeType: string) => void) | undefined;
  /** The graph is lost: its thread died, hangs, or speaks another language. Said once, never after `close`. */
  readonly onDeath: (error: SdkError) => void;
}

/** A graph at work, seen from the page, in whichever host. */
export interface HostedGraph {
  /** Where it runs. */
  readonly host: HostName;
  /** Pushes an item in; fulfils when there is room for the next one. A video frame becomes the graph's. */
  push(item: RuntimeData, entry?: EntryPoint): Promise<void>;
  /** Has every node emit what it holds back; fulfils when everything is through. */
  flush(): Promise<void>;
  /** Gives a node other parameters: all of them, checked. */
  setParams(nodeId: string, params: Readonly<Record<string, JsonValue | undefined>>): Promise<void>;
  /** Enables, bypasses or disables a node. */
  setNodeState(nodeId: string, state: NodeState): Promise<void>;
  /** Shows what a node emits; the items are borrowed. */
  tap(nodeId: string, port: string | undefined, listener: TapListener): Undo;
  /** Has a node forget what it has in hand. */
  interrupt(nodeId: string): Promise<void>;
  /** What it did so far. */
  stats(): Promise<GraphStats>;
  /** What each node did since the last call. */
  takeWindow(): Promise<GraphWindow>;
  /** Ends it, and the thread that it had for itself. Idempotent; never rejects. */
  close(options?: { readonly drain?: boolean | undefined }): Promise<void>;
}
