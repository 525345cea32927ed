import type { SdkErrorCode } from '@remotemedia/base';
import type { LineStart, TickerStart, VideoStart } from '../attach/video/start-messages.ts';
import type { JsonValue } from '../data/json-value.ts';
import type { PackedData } from '../data/transfer/packed-data.ts';
import type { Asset } from '../node/node-definition.ts';
import type { GraphPlan, NodeState } from '../plan/graph-plan.ts';
import type { EntryPoint } from '../run/entry-doors.ts';
import type { GraphStats, GraphWindow } from '../run/graph-stats.ts';
import type { QueueOptions } from '../run/run-options.ts';

/**
 * Changed with every change of the messages: a page never talks to the file of another release, which a cache or a copy
 * on the own server may well bring about.
 */
export const PROTOCOL_VERSION = 1;

/** An error on its way between threads. */
export interface PackedError {
  readonly code: SdkErrorCode;
  readonly detail: string;
}

/** Make the nodes of a plan. The first request of all. */
export interface OpenRequest {
  readonly type: 'open';
  readonly id: number;
  readonly plan: GraphPlan;
  /** The files that its nodes need, by name. */
  readonly assets: Readonly<Record<string, Asset>>;
  /** Addresses of modules with nodes of the application; empty for the audio thread, where the page adds them. */
  readonly nodeModules: readonly string[];
  readonly queue?: QueueOptions | undefined;
  readonly callTimeoutMs?: number | undefined;
  /** One 32-bit number that tells who is at work, where memory can be shared. */
  readonly atWork?: SharedArrayBuffer | undefined;
}

/** Take an item; answered when there is room for the next one. */
export interface PushRequest {
  readonly type: 'push';
  readonly id: number;
  readonly data: PackedData;
  readonly entry?: EntryPoint | undefined;
}

/** Emit what is held back; answered when everything is through. */
export interface FlushRequest {
  readonly type: 'flush';
  readonly id: number;
}

/** Give a node other parameters: all of them, checked. */
export interface ParamsRequest {
  readonly type: 'params';
  readonly id: number;
  readonly nodeId: string;
  readonly params: Readonly<Record<string, JsonValue | undefined>>;
}

/** Enable, bypass or disable a node. */
export interface StateRequest {
  readonly type: 'state';
  readonly id: number;
  readonly nodeId: string;
  readonly state: NodeState;
}

/** Tell what a node emits, until `untap`. */
export interface TapRequest {
  readonly type: 'tap';
  readonly id: number;
  /** The page's number for it. */
  readonly tap: number;
  readonly nodeId: string;
  readonly port?: string | undefined;
}

/** Tell no longer. */
export interface UntapRequest {
  readonly type: 'untap';
  readonly id: number;
  readonly tap: number;
}

/** Somebody interrupted: a node forgets what it has in hand. */
export interface InterruptRequest {
  readonly type: 'interrupt';
  readonly id: number;
  readonly nodeId: string;
}

/** Report: since the beginning (`stats`), or since the last window (`window`). */
export interface ReportRequest {
  readonly type: 'stats' | 'window';
  readonly id: number;
}

/** Answer, to show that the thread does not hang. */
export interface PingRequest {
  readonly type: 'ping';
  readonly id: number;
}

/** End it; answered when all nodes are closed. */
export interface CloseRequest {
  readonly type: 'close';
  readonly id: number;
  /** Whether everything is brought out before. */
  readonly drain: boolean;
}

/** What the page says to a seat. Each request is answered once, with `done` or `failed`. */
export type SeatRequest =
  | OpenRequest
  | PushRequest
  | FlushRequest
  | ParamsRequest
  | StateRequest
  | TapRequest
  | UntapRequest
  | InterruptRequest
  | ReportRequest
  | PingRequest
  | CloseRequest;

/** The thread listens; the first thing it says. */
export interface ReadyEvent {
  readonly type: 'ready';
  readonly version: number;
}

/** A request was done. */
export interface DoneReply {
  readonly type: 'done';
  readonly id: number;
  /** The report, if one was asked for. */
  readonly report?: GraphStats | GraphWindow | undefined;
}

/** A request failed. After a failed `open` there is nothing to be closed. */
export interface FailedReply {
  readonly type: 'failed';
  readonly id: number;
  readonly error: PackedError;
}

/** A node is about to be made. */
export interface NodeLoadingEvent {
  readonly type: 'loading';
  readonly nodeId: string;
  readonly nodeType: string;
}

/** Something left the pipeline. */
export interface OutputEvent {
  readonly type: 'output';
  readonly nodeId: string;
  readonly port: string;
  readonly data: PackedData;
}

/** A node that is tapped emitted something. */
export interface TappedEvent {
  readonly type: 'tapped';
  readonly tap: number;
  readonly port: string;
  readonly data: PackedData;
}

/** A node threw; the graph goes on. */
export interface FaultEvent {
  readonly type: 'fault';
  readonly nodeId: string;
  readonly nodeType: string;
  readonly error: PackedError;
  readonly count?: number | undefined;
}

/** What a seat says to the page. */
export type SeatMessage =
  | ReadyEvent
  | DoneReply
  | FailedReply
  | NodeLoadingEvent
  | OutputEvent
  | TappedEvent
  | FaultEvent;

/** The thread is for a graph of a session. */
export interface SessionStart {
  readonly type: 'start';
  readonly purpose: 'session';
}

/** The thread is for a graph that the audio thread feeds. */
export interface SoundStart {
  readonly type: 'start';
  readonly purpose: 'sound';
  /** Where its sound comes from. */
  readonly sound: MessagePort;
  /** Ids of the nodes whose sound goes back there. */
  readonly exits: readonly string[];
}

/** The first message to a thread that has one seat for the page. */
export type SeatStart = SessionStart | SoundStart;

/** What a thread is for: the first message to a worker or a thread of Node. */
export type StartMessage = SeatStart | VideoStart | LineStart | TickerStart;
