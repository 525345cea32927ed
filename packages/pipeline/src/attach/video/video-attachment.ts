import { type Clock, SdkError, systemClock, type Undo } from '@remotemedia/base';
import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { threadStarter } from '../../hosts/start-thread.ts';
import type { GraphPlan, NodeState } from '../../plan/graph-plan.ts';
import type { EntryPoint, GraphWindow, TapListener } from '../../run/index.ts';
import type { AttachedStats, Attachment } from '../attachment.ts';
import { GraphKeeper } from './graph/graph-keeper.ts';
import { GraphWorker } from './graph/graph-worker.ts';
import { openVideoGraph } from './graph/video-graph.ts';
import type { Line } from './line/line.ts';
import { openLine } from './line/open-line.ts';
import type { StallChange } from './line/video-line.ts';
import type { VideoAttachmentOptions, VideoWay } from './video-attachment-options.ts';

const STALL_MS = 500;

/**
 * A video track with a pipeline: what goes into {@link VideoAttachment.source} comes out of {@link VideoAttachment.track}.
 * Its graph is in a worker of its own, which nodes can block or crash without the picture freezing.
 */
export class VideoAttachment implements Attachment {
  readonly host = 'worker';
  /** The track that the pipeline was attached to; it stays its owner's. */
  readonly source: MediaStreamTrack;
  /** The treated track; it stays the same over swaps, and ends when the source does. */
  readonly track: MediaStreamTrack;
  /** How pictures get through. */
  readonly way: VideoWay;
  readonly #line: Line;
  readonly #keeper: GraphKeeper;
  readonly #options: VideoAttachmentOptions;
  #isClosed = false;

  /** Not for direct use: {@link openVideoAttachment} makes one that works. */
  constructor(source: MediaStreamTrack, way: VideoWay, options: VideoAttachmentOptions) {
    const { listener, clock = systemClock, stallMs = STALL_MS, workerUrl } = options;
    const startThread = threadStarter(workerUrl);
    this.source = source;
    this.way = way;
    this.#options = options;
    const { line, track } = openLine(way, {
      source,
      stallMs,
      clock,
      startThread,
      onStall: (change) => this.#onStall(change),
      onEnd: (error) => this.#end(error),
    });
    this.track = track;
    this.#line = line;
    const worker = new GraphWorker(startThread);
    const loss = way === 'passthrough' ? noWay() : undefined;
    this.#keeper = new GraphKeeper({ worker, line, listener, clock, loss, open: this.#opener(worker, clock) });
  }

  /**
   * Has pictures go through another graph. The one before is used until the first picture of the new one is there.
   *
   * @throws {SdkError} why it could not be opened, and the one before goes on; `unimplemented` when no pictures get through
   */
  async swap(plan: GraphPlan): Promise<void> {
    if (this.way === 'passthrough') throw noWay();
    await this.#keeper.swap(plan);
  }

  async push(item: RuntimeData, entry?: EntryPoint): Promise<void> {
    await this.#keeper.use().push(item, entry);
  }

  async flush(): Promise<void> {
    await this.#keeper.use().flush();
  }

  async setParams(nodeId: string, params: Readonly<Record<string, JsonValue | undefined>>): Promise<void> {
    await this.#keeper.setParams(nodeId, params);
  }

  async setNodeState(nodeId: string, state: NodeState): Promise<void> {
    await this.#keeper.setNodeState(nodeId, state);
  }

  tap(nodeId: string, port: string | undefined, listener: TapListener): Undo {
    return this.#keeper.tap(nodeId, port, listener);
  }

  async interrupt(nodeId: string): Promise<void> {
    await this.#keeper.use().interrupt(nodeId);
  }

  async stats(): Promise<AttachedStats> {
    const [graph, pictures] = await Promise.all([this.#keeper.use().stats(), this.#line.stats()]);
    return { ...graph, pictures };
  }

  async takeWindow(): Promise<GraphWindow> {
    return await this.#keeper.use().takeWindow();
  }

  async close(): Promise<void> {
    await this.#close(undefined);
  }

  async #close(why: SdkError | undefined): Promise<void> {
    this.#isClosed = true;
    this.#line.close();
    await this.#keeper.close(why);
  }

  #opener(worker: GraphWorker, clock: Clock): ConstructorParameters<typeof GraphKeeper>[0]['open'] {
    const { loadAssets, nodeModules } = this.#options;
    return async (plan, listener) =>
      await openVideoGraph({ plan, assets: await loadAssets(plan), nodeModules, worker, listener, clock });
  }

  #onStall(change: StallChange): void {
    if (this.#isClosed) return;
    if (!change.isStalled) this.#keeper.recovered();
    else if (change.reason === 'busy') this.#keeper.suspect();
    this.#options.listener.onStall?.(change);
  }

  #end(error: SdkError | undefined): void {
    if (this.#isClosed) return;
    void this.#close(error);
    this.#options.listener.onEnd(error);
  }
}

/** The error for what needs pictures to get through. */
export function noWay(): SdkError {
  const detail = 'this browser has neither streams of tracks nor tracks of canvases: pictures do not reach a pipeline';
  return new SdkError('unimplemented', detail);
}
