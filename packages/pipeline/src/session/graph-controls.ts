import { type Clock, SdkError, systemClock, type Undo } from '@remotemedia/base';
import { type CheckedParams, mergeParams } from '../compile/check-params.ts';
import type { JsonValue } from '../data/json-value.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { HostedGraph } from '../hosts/hosted-graph.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';
import type { GraphPlan, NodeState, PlanNode } from '../plan/graph-plan.ts';
import type { GraphStats } from '../run/index.ts';
import { auxEnvelope } from './aux-envelope.ts';
import { guarded } from './call-listener.ts';
import { itemOf } from './item-of.ts';
import { PerfTopic } from './perf-topic.ts';
import type { PipelineControls, TopicListener } from './pipeline-controls.ts';
import { type LoadingEvent, type LoadingStatus, SystemTopic } from './system-topic.ts';
import { parseTopic } from './topic.ts';

/** What controls are made of. */
export interface GraphControlsOptions {
  readonly graph: HostedGraph;
  /** What runs now. */
  readonly plan: () => GraphPlan;
  /** Finds what a type is. */
  readonly find: (type: string) => AnyNodeDefinition | undefined;
  /** For `__perf__.out`. @default 'session_N', as upstream */
  readonly sessionId?: string | undefined;
  readonly clock?: Clock | undefined;
  /** How often `__perf__.out` reports, in ms, 100–10,000. @default 1000 */
  readonly perfWindowMs?: number | undefined;
  /** What was said on `__system__.out` before there was a graph. */
  readonly system?: SystemTopic | undefined;
}

let sessions = 0;

/** The name of the next session. Source: upstream counts from 0 for each process. */
function nextSessionId(): string {
  sessions += 1;
  return `session_${sessions - 1}`;
}

/** The controls of a graph in any host: checked parameters, and the topics of the session control bus. */
export class GraphControls implements PipelineControls {
  /** Its name on the bus. */
  readonly sessionId: string;
  readonly #options: GraphControlsOptions;
  readonly #system: SystemTopic;
  readonly #perf: PerfTopic;
  /** What each node has now, where it is not what its plan says. */
  readonly #params = new WeakMap<PlanNode, CheckedParams>();

  constructor(options: GraphControlsOptions) {
    const {
      sessionId = nextSessionId(),
      clock = systemClock,
      perfWindowMs,
      graph,
      system = new SystemTopic(),
    } = options;
    this.sessionId = sessionId;
    this.#options = options;
    this.#system = system;
    this.#perf = new PerfTopic({ sessionId, clock, windowMs: perfWindowMs, takeWindow: () => graph.takeWindow() });
  }

  get host(): HostedGraph['host'] {
    return this.#options.graph.host;
  }

  get plan(): GraphPlan {
    return this.#options.plan();
  }

  async setParams(nodeId: string, partial: Readonly<Record<string, JsonValue>>): Promise<void> {
    const node = this.#node(nodeId);
    const params = mergeParams(this.#definition(node), this.#params.get(node) ?? node.params, partial);
    const before = this.#params.get(node);
    // At once: the next call, which may come before the answer to this one, builds on it.
    this.#params.set(node, params);
    try {
      await this.#options.graph.setParams(nodeId, params);
    } catch (error) {
      if (this.#params.get(node) === params) this.#params.set(node, before ?? node.params);
      throw error;
    }
  }

  async setNodeState(nodeId: string, state: NodeState): Promise<void> {
    this.#node(nodeId);
    if (state !== 'enabled' && state !== 'bypass' && state !== 'disabled') {
      throw new SdkError('invalid-argument', `a node is enabled, bypass or disabled, not ${String(state)}`);
    }
    await this.#options.graph.setNodeState(nodeId, state);
  }

  subscribe(topic: string, listener: TopicListener): Undo {
    const { nodeId, port } = parseTopic(topic, 'out');
    if (nodeId === '__system__') return this.#system.subscribe(listener);
    if (nodeId === '__perf__') return this.#perf.subscribe(listener);
    this.#node(nodeId);
    return this.#options.graph.tap(nodeId, port, guarded(listener));
  }

  async publish(topic: string, data: RuntimeData | JsonValue): Promise<void> {
    const { nodeId, port } = parseTopic(topic, 'in');
    const { graph } = this.#options;
    const definition = this.#definition(this.#node(nodeId));
    if (port === 'barge_in') return await graph.interrupt(nodeId);
    const item = itemOf(data);
    const isOwnPort = port === undefined || Object.hasOwn(definition.ports.inputs, port);
    if (isOwnPort) return await graph.push(item, { nodeId, port });
    return await graph.push(auxEnvelope(port, item), { nodeId });
  }

  stats(): Promise<GraphStats> {
    return this.#options.graph.stats();
  }

  /** Announces on `__system__.out` how far the pipeline is. */
  system(status: LoadingStatus, message: string, node?: string): LoadingEvent {
    return this.#system.say(status, message, node);
  }

  /** Forgets all listeners. The graph stays as it is. */
  close(): void {
    this.#system.clear();
    this.#perf.clear();
  }

  #node(nodeId: string): PlanNode {
    const node = this.plan.nodes.find(({ id }) => id === nodeId);
    if (node) return node;
    const ids = this.plan.nodes.map(({ id }) => id).join(', ');
    throw new SdkError('not-found', `the pipeline has no node "${nodeId.slice(0, 80)}"; it has ${ids}`);
  }

  #definition({ type }: PlanNode): AnyNodeDefinition {
    const definition = this.#options.find(type);
    if (definition) return definition;
    throw new SdkError('not-found', `the type ${type} is not known on the page: give its definition as nodes`);
  }
}
