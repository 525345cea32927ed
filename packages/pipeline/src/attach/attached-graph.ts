import { Emitter, SdkError, type Undo } from '@remotemedia/base';
import type { ManifestSource } from '../compile/check-manifest.ts';
import type { JsonValue } from '../data/json-value.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { AnyNodeDefinition, HostName } from '../node/node-definition.ts';
import type { GraphPlan, NodeState } from '../plan/graph-plan.ts';
import { GraphControls } from '../session/graph-controls.ts';
import type { PipelineControls, PipelineEvents, TopicListener } from '../session/pipeline-controls.ts';
import type { AttachedStats, AttachmentListener, AttachmentStall, SwappableGraph } from './attachment.ts';

/** What an attached pipeline announces, beside what every pipeline does. */
export interface AttachedPipelineEvents extends PipelineEvents {
  /** Pictures only: those of the pipeline fail to come, and the source is shown instead; or they come again. */
  stall: AttachmentStall;
  /** Sound only: the browser holds it back until the user does something on the page, or it goes on. */
  suspended: boolean;
  /** Mixes only: the source or the output of a stream has ended, and it is no part of the mix any more. */
  streamEnd: { readonly streamId: string };
}

/** What is attached, and how to attach another. */
export interface AttachedParts {
  readonly manifest: ManifestSource;
  readonly plan: GraphPlan;
  /** Finds what a type is. */
  readonly find: (type: string) => AnyNodeDefinition | undefined;
  /** Plans another manifest. @throws {ManifestError} */
  readonly compile: (manifest: ManifestSource) => GraphPlan;
}

/** A pipeline between tracks: its controls, its events, its exchange. Whoever attaches it closes it. */
export abstract class AttachedGraph extends Emitter<AttachedPipelineEvents> implements PipelineControls {
  readonly #parts: AttachedParts;
  readonly #graph: SwappableGraph;
  readonly #controls: GraphControls;
  #manifest: ManifestSource;
  #plan: GraphPlan;
  #isClosed = false;

  protected constructor(parts: AttachedParts, graph: SwappableGraph, stage: AttachedStage) {
    super();
    const { manifest, plan, find } = parts;
    this.#parts = parts;
    this.#graph = graph;
    this.#manifest = manifest;
    this.#plan = plan;
    this.#controls = new GraphControls({ graph, plan: () => this.#plan, find });
    this.#controls.system('ready', 'the pipeline is ready');
    stage.enter(this.#listener(), (streamId) => this.emit('streamEnd', { streamId }));
  }

  /** Where it runs; may change with a swap. */
  get host(): HostName {
    return this.#graph.host;
  }

  /** What runs, as it was given. */
  get manifest(): ManifestSource {
    return this.#manifest;
  }

  /** What runs. */
  get plan(): GraphPlan {
    return this.#plan;
  }

  /**
   * Whether the browser holds sound back: there is silence until the user does something on the page and `unlockPlayback`
   * or `resumeAudio` was called. Always false for pictures.
   */
  get isSuspended(): boolean {
    return this.#graph.isSuspended ?? false;
  }

  /** Whether it is over. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Puts another pipeline in the place of the one at work: the new one is made and warmed beside it, then they cross-fade.
   * Nobody who has a track must do anything. Of several swaps one comes after the other.
   *
   * @throws {ManifestError} when the manifest cannot be used
   * @throws {SdkError} when a node cannot be made. In both cases the old one goes on
   */
  async swap(manifest: ManifestSource): Promise<void> {
    const plan = this.#parts.compile(manifest);
    this.#controls.system('initializing', 'another pipeline takes over');
    try {
      await this.#graph.swap(plan);
    } catch (error) {
      this.#controls.system('error', SdkError.from(error, 'internal').detail);
      throw error;
    }
    this.#plan = plan;
    this.#manifest = manifest;
    this.#controls.system('ready', 'the pipeline is ready');
  }

  setParams(nodeId: string, partial: Readonly<Record<string, JsonValue>>): Promise<void> {
    return this.#controls.setParams(nodeId, partial);
  }

  setNodeState(nodeId: string, state: NodeState): Promise<void> {
    return this.#controls.setNodeState(nodeId, state);
  }

  subscribe(topic: string, listener: TopicListener): Undo {
    return this.#controls.subscribe(topic, listener);
  }

  publish(topic: string, data: RuntimeData | JsonValue): Promise<void> {
    return this.#controls.publish(topic, data);
  }

  /** What it did so far, with what the way of the sound adds. */
  stats(): Promise<AttachedStats> {
    return this.#graph.stats();
  }

  /** Stops the tracks that come out and lets go of everything; sources go on. Calling it again does nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.#graph.close().catch(() => {});
    this.#finish();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #listener(): Required<AttachmentListener> {
    return {
      onOutput: (data, nodeId, port) => this.emit('output', { nodeId, nodeType: this.#typeOf(nodeId), port, data }),
      onFault: (fault) => this.emit('fault', fault),
      onStall: (stall) => this.emit('stall', stall),
      onSuspended: (isSuspended) => this.emit('suspended', isSuspended),
      onEnd: (error) => this.#finish(error),
    };
  }

  #typeOf(nodeId: string): string {
    return this.#plan.nodes.find(({ id }) => id === nodeId)?.type ?? '';
  }

  #finish(error?: SdkError): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#controls.close();
    this.emit('closed', { error });
    this.removeAllListeners();
  }
}

/** Hears what is being attached before there is anything that could announce it. */
export class AttachedStage implements Required<AttachmentListener> {
  #listener: Required<AttachmentListener> | undefined;
  #streamEnd: ((streamId: string) => void) | undefined;
  #end: SdkError | undefined;

  readonly onOutput: AttachmentListener['onOutput'] = (...output) => this.#listener?.onOutput(...output);
  readonly onFault: AttachmentListener['onFault'] = (fault) => this.#listener?.onFault(fault);
  readonly onStall = (stall: AttachmentStall): void => this.#listener?.onStall(stall);
  readonly onSuspended = (isSuspended: boolean): void => this.#listener?.onSuspended(isSuspended);
  readonly onStreamEnd = (streamId: string): void => this.#streamEnd?.(streamId);

  readonly onEnd = (error?: SdkError): void => {
    if (this.#listener) this.#listener.onEnd(error);
    else this.#end = error ?? new SdkError('failed-precondition', 'a track ended while a pipeline was attached to it');
  };

  /** Hands on to somebody from now on. */
  enter(listener: Required<AttachmentListener>, streamEnd: (streamId: string) => void): void {
    this.#listener = listener;
    this.#streamEnd = streamEnd;
  }

  /** Gives what was opened, unless it is over already. @throws {SdkError} why it is over */
  async pass<T extends SwappableGraph>(opened: T): Promise<T> {
    if (!this.#end) return opened;
    await opened.close();
    throw this.#end;
  }
}
