import { type Clock, Disposables, SdkError, SerialQueue, type Undo } from '@remotemedia/base';
import { leaseAudioContext, onAudioContextState } from '@remotemedia/media';
import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { HostedGraph } from '../../hosts/hosted-graph.ts';
import { WorkletGraph } from '../../hosts/worklet/worklet-graph.ts';
import { WorkletHost, type WorkletHostOptions } from '../../hosts/worklet/worklet-host.ts';
import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import type { GraphPlan, NodeState } from '../../plan/graph-plan.ts';
import type { EntryPoint, GraphWindow, TapListener } from '../../run/index.ts';
import type { AttachmentListener, LoadAssets } from '../attachment.ts';
import { LastingTaps } from './lasting-taps.ts';
import { type SoundStats, soundStats } from './sound-stats.ts';

/** How sound is led through a pipeline. */
export interface SoundGraphOptions extends WorkletHostOptions {
  /** Finds what a type is. */
  readonly find: (type: string) => AnyNodeDefinition | undefined;
  /** Whom it tells. */
  readonly listener: AttachmentListener;
  /** Brings the files that a plan needs. */
  readonly loadAssets: LoadAssets;
  /** The sample rate that a plan wants its input in. @default that of the context */
  readonly inputRateOf?: ((plan: GraphPlan) => number | undefined) | undefined;
  /** Modules with nodes of the application. */
  readonly nodeModules: readonly string[];
  /** Where the worker's file is. @default beside this package's own files */
  readonly workerUrl?: URL | string | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

/** What a {@link SoundGraph} rests on. */
export interface SoundPlace {
  /** The context of the page. */
  readonly context: AudioContext;
  /** The node that sound goes in and out of. */
  readonly host: WorkletHost;
  /** What is let go of at the end, the share in the context first of all. */
  readonly life: Disposables;
}

/** Takes a share in the page's audio context and loads what is needed there. */
export async function openSoundPlace(options: WorkletHostOptions): Promise<SoundPlace> {
  const life = new Disposables();
  try {
    const { context, release } = leaseAudioContext();
    life.add(release);
    const host = await WorkletHost.open(context, options);
    life.add(() => host.close());
    return { context, host, life };
  } catch (error) {
    life.dispose();
    throw error;
  }
}

/** A graph in the page's audio context that can be exchanged. Inputs and outputs are its owner's. */
export class SoundGraph implements HostedGraph {
  /** Where it is. */
  readonly place: SoundPlace;
  readonly #options: SoundGraphOptions;
  readonly #swaps = new SerialQueue();
  readonly #taps = new LastingTaps();
  #current: WorkletGraph | undefined;
  #closing: Promise<void> | undefined;

  constructor(place: SoundPlace, options: SoundGraphOptions) {
    const { listener } = options;
    const { host, life } = place;
    this.place = place;
    this.#options = options;
    life.add(host.on('death', (error) => this.#die(error)));
    life.add(onAudioContextState(() => listener.onSuspended?.(this.isSuspended)));
  }

  /** Where its sound is made. */
  get host(): 'worklet' | 'worker' {
    return this.#graph.host;
  }

  /** Whether the browser holds sound back until the user does something on the page, or while a telephone call lasts. */
  get isSuspended(): boolean {
    return this.place.context.state !== 'running';
  }

  /** Opens the first graph. @throws {SdkError} why not */
  async begin(plan: GraphPlan): Promise<void> {
    this.#current = await this.#openGraph(plan);
    this.place.life.add(() => {
      this.#closing = this.#current?.close();
    });
  }

  /**
   * Puts another graph in the place of the one at work: it is made and warmed beside it, then they cross-fade. One after
   * the other if several come. In a suspended context it fulfils at once, and the fade comes when sound goes on.
   *
   * @throws {SdkError} why not; the old one goes on
   */
  swap(plan: GraphPlan): Promise<void> {
    return this.#swaps.run(() => this.#swap(plan));
  }

  push(item: RuntimeData, entry?: EntryPoint): Promise<void> {
    return this.#graph.push(item, entry);
  }

  flush(): Promise<void> {
    return this.#graph.flush();
  }

  setParams(nodeId: string, params: Readonly<Record<string, JsonValue | undefined>>): Promise<void> {
    return this.#graph.setParams(nodeId, params);
  }

  setNodeState(nodeId: string, state: NodeState): Promise<void> {
    return this.#graph.setNodeState(nodeId, state);
  }

  tap(nodeId: string, port: string | undefined, listener: TapListener): Undo {
    return this.#taps.add({ nodeId, port, listener }, this.#graph);
  }

  /** What waits for the outputs is dropped as well, so that there is silence at once. */
  async interrupt(nodeId: string): Promise<void> {
    await this.#graph.interrupt(nodeId);
    this.place.host.clear();
  }

  async stats(): Promise<SoundStats> {
    const { host, context } = this.place;
    const [graph, counts] = await Promise.all([this.#graph.stats(), host.counts()]);
    return soundStats(graph, counts, context);
  }

  takeWindow(): Promise<GraphWindow> {
    return this.#graph.takeWindow();
  }

  /** Lets go of everything. Idempotent. */
  async close(): Promise<void> {
    this.place.life.dispose();
    await this.#closing;
  }

  get #graph(): WorkletGraph {
    if (this.#current && !this.place.life.disposed) return this.#current;
    throw closed();
  }

  async #swap(plan: GraphPlan): Promise<void> {
    const old = this.#graph;
    const graph = await this.#openGraph(plan);
    if (this.place.life.disposed) {
      await graph.close();
      throw closed();
    }
    this.#current = graph;
    this.#taps.moveTo(graph);
    const end = () => old.close();
    const over = graph.swapped.then(end, end);
    await this.#unlessSuspended(over);
  }

  async #openGraph(plan: GraphPlan): Promise<WorkletGraph> {
    const { find, nodeModules, workerUrl, clock, loadAssets, listener, inputRateOf } = this.#options;
    const { onOutput, onFault } = listener;
    const assets = await loadAssets(plan);
    return await WorkletGraph.open(this.place.host, {
      plan,
      assets,
      find,
      nodeModules,
      workerUrl,
      clock,
      inputRate: inputRateOf?.(plan),
      listener: { onOutput, onFault, onDeath: (error) => this.#die(error) },
    });
  }

  /** While nothing sounds nothing can fade: then there is nothing to wait for. */
  async #unlessSuspended(over: Promise<void>): Promise<void> {
    let undo: Undo = () => {};
    const suspended = new Promise<void>((resolve) => {
      const look = () => {
        if (this.isSuspended) resolve();
      };
      undo = onAudioContextState(look);
      look();
    });
    await Promise.race([over, suspended]).finally(undo);
  }

  #die(error: SdkError): void {
    if (this.place.life.disposed) return;
    const { listener } = this.#options;
    this.close().catch(() => {});
    listener.onEnd(error);
  }
}

function closed(): SdkError {
  return new SdkError('failed-precondition', 'the pipeline is closed');
}
