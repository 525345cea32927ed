import type { SeatMessage } from '../protocol.ts';
import type { EdgeCounts } from './engine/output-edge.ts';

/** Name of the processor in an audio context. */
export const PROCESSOR_NAME = 'remotemedia-pipeline';

/**
 * Changed with every change of the messages: a page never talks to the file of another release, which a cache or a copy on
 * the own server may well bring about.
 */
export const WORKLET_VERSION = 1;

/** What the processor is made with. */
export interface PipelineProcessorOptions {
  /** How many streams there can be; each has an input and an output of the same number. */
  readonly slots: number;
  /** Channels of each output. */
  readonly channelCount: number;
  /** How much sound may wait for the output, in ms. */
  readonly bufferMs: number;
}

/** Have another graph, which then is opened over its own port; it takes over from the one that is at work. */
export interface LaneRequest {
  readonly type: 'lane';
  /** The page's number for it. */
  readonly lane: number;
  /** Where the requests for the graph come from. */
  readonly port: MessagePort;
  /** Leads to the worker that has the rest of the graph. */
  readonly bridge: MessagePort | undefined;
  /** Ids of the nodes whose sound is that of the output. */
  readonly exits: readonly string[];
  /** How late their sound may be without a gap, in ms. */
  readonly leadMs: number;
  /** The sample rate that the graph wants its input in, if not that of the context. */
  readonly inputRate?: number | undefined;
}

/** A slot has a stream now. */
export interface StreamRequest {
  readonly type: 'stream';
  readonly slot: number;
  /** Absent when the stream is gone. */
  readonly streamId: string | undefined;
}

/** Report how the outputs fared. */
export interface CountsRequest {
  readonly type: 'counts';
  readonly id: number;
}

/** Forget the sound that waits for the output. */
export interface ClearRequest {
  readonly type: 'clear';
}

/** End for good. */
export interface EndRequest {
  readonly type: 'end';
}

/** What the page says to the processor. */
export type WorkletRequest = LaneRequest | StreamRequest | CountsRequest | ClearRequest | EndRequest;

/** The processor is there; its first word. */
export interface StartedEvent {
  readonly type: 'started';
  readonly version: number;
}

/** A graph has taken over; the one before is out of work. */
export interface SwappedEvent {
  readonly type: 'swapped';
  readonly lane: number;
}

/** How the graph that is heard fares. */
export interface LaneCounts extends EdgeCounts {
  /** Events that were not told because too many came at once. */
  readonly eventsDropped: number;
  /** Blocks that the worker did not take in time. */
  readonly blocksDropped: number;
  /** Render quanta since the graph began. */
  readonly quanta: number;
  /** Graphs in the processor: more than one only while they are exchanged. */
  readonly graphs: number;
}

/** The answer to {@link CountsRequest}. */
export interface CountsReply {
  readonly type: 'counts';
  readonly id: number;
  /** Absent while there is no graph. */
  readonly counts: LaneCounts | undefined;
}

/** What the processor says to the page. */
export type WorkletMessage = StartedEvent | SwappedEvent | CountsReply;

/** What a graph says to the page, collected: no render quantum has a message of its own. */
export interface SeatBatch {
  readonly type: 'batch';
  readonly messages: readonly SeatMessage[];
}
