import type { LaneCounts } from '../../hosts/worklet/worklet-protocol.ts';
import type { GraphStats } from '../../run/index.ts';

/** How sound fares on its way through a pipeline. */
export interface SoundPathStats {
  /**
   * What the pipeline adds beside the delays of its nodes, in ms: the base latency of the audio context and what waits for
   * the output.
   */
  readonly latencyMs: number;
  /** From the graph of Web Audio to the operating system, in ms (`AudioContext.baseLatency`). */
  readonly baseLatencyMs: number;
  /** The most sound that waited for the output since the last report, in ms. */
  readonly ringMs: number;
  /** Sound that was dropped because it came faster than it is played, in ms. */
  readonly droppedMs: number;
  /** Events that were not told because too many came at once. */
  readonly eventsDropped: number;
  /** Blocks that a worker did not take in time. */
  readonly blocksDropped: number;
  /** Render quanta since the graph began. */
  readonly quanta: number;
  /** Graphs on the audio thread for this pipeline: more than one only while they are exchanged. */
  readonly graphs: number;
}

/** What an attached pipeline for sound did. */
export interface SoundStats extends GraphStats {
  readonly sound: SoundPathStats;
}

/** Puts together what the graph and what the outputs know. */
export function soundStats(graph: GraphStats, counts: LaneCounts | undefined, context: AudioContext): SoundStats {
  const toMs = (frames: number) => (frames / context.sampleRate) * 1000;
  const baseLatencyMs = context.baseLatency * 1000;
  const ringMs = toMs(counts?.waitingFrames ?? 0);
  return {
    ...graph,
    underruns: graph.underruns + (counts?.underruns ?? 0),
    sound: {
      latencyMs: baseLatencyMs + ringMs,
      baseLatencyMs,
      ringMs,
      droppedMs: toMs(counts?.droppedFrames ?? 0),
      eventsDropped: counts?.eventsDropped ?? 0,
      blocksDropped: counts?.blocksDropped ?? 0,
      quanta: counts?.quanta ?? 0,
      graphs: counts?.graphs ?? 0,
    },
  };
}
