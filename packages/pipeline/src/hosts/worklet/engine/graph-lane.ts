import type { AudioBlock } from '../../../data/audio-block.ts';
import { type EdgeCounts, OutputEdge, type OutputFormat } from './output-edge.ts';
import type { StreamTable } from './stream-table.ts';

/** What a {@link GraphLane} drives. */
export interface LaneGraph {
  /** Takes a block of the input, and is done with it when it returns. */
  push(block: AudioBlock): void;
  /** Lets go of the graph. */
  close(): void;
}

/** One graph with the outputs that its sound goes to. During a swap there are two of them. */
export class GraphLane {
  readonly #graph: LaneGraph;
  readonly #format: OutputFormat;
  readonly #streams: StreamTable;
  /** For each node that gives sound, an edge for each output that it has given some for. */
  readonly #edges: ReadonlyMap<string, (OutputEdge | undefined)[]>;

  /** @param exits ids of the nodes whose sound is that of the output */
  constructor(graph: LaneGraph, exits: readonly string[], format: OutputFormat, streams: StreamTable) {
    this.#graph = graph;
    this.#format = format;
    this.#streams = streams;
    this.#edges = new Map(exits.map((id) => [id, new Array<OutputEdge | undefined>(streams.slots)]));
  }

  /** Whether sound goes out, or none ever will. */
  get isReady(): boolean {
    if (this.#edges.size === 0) return true;
    for (const edges of this.#edges.values()) if (edges.some((edge) => edge?.isPlaying)) return true;
    return false;
  }

  /** Hands a block of the input to the graph. */
  push(block: AudioBlock): void {
    this.#graph.push(block);
  }

  /**
   * Takes sound that a node gave. Without a stream of its own it goes to all outputs.
   *
   * @returns whether the sound is that of the output
   * @throws {SdkError} `out-of-range` for a sample rate that cannot be turned into that of the context
   */
  write(block: AudioBlock, nodeId: string, quantum: number): boolean {
    const edges = this.#edges.get(nodeId);
    if (!edges) return false;
    const only = this.#streams.slotOf(block.streamId);
    if (only !== undefined) this.#edgeAt(edges, only).write(block, quantum);
    else if (block.streamId === undefined)
      for (let slot = 0; slot < edges.length; slot += 1)
        if (this.#streams.isTaken(slot)) this.#edgeAt(edges, slot).write(block, quantum);
    return true;
  }

  /** Adds the next quantum of one output to what is in `target`. */
  addTo(slot: number, target: readonly Float32Array[], frames: number): void {
    for (const edges of this.#edges.values()) edges[slot]?.addTo(target, frames);
  }

  /** Lets go of what an output had: its stream is gone. */
  freeSlot(slot: number): void {
    for (const edges of this.#edges.values()) edges[slot] = undefined;
  }

  /** Forgets what waits. */
  clear(): void {
    for (const edges of this.#edges.values()) for (const edge of edges) edge?.clear();
  }

  /** What the outputs found, all together; of the waiting, the most. */
  counts(): EdgeCounts {
    let [underruns, droppedFrames, waitingFrames] = [0, 0, 0];
    for (const edges of this.#edges.values())
      for (const edge of edges) {
        const counts = edge?.counts();
        if (!counts) continue;
        underruns += counts.underruns;
        droppedFrames += counts.droppedFrames;
        waitingFrames = Math.max(waitingFrames, counts.waitingFrames);
      }
    return { underruns, droppedFrames, waitingFrames };
  }

  /** Lets go of the graph. */
  close(): void {
    this.#graph.close();
  }

  #edgeAt(edges: (OutputEdge | undefined)[], slot: number): OutputEdge {
    const edge = edges[slot] ?? new OutputEdge(this.#format);
    edges[slot] = edge;
    return edge;
  }
}
