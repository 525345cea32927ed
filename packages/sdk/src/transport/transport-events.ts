import type { SdkError } from '@remotemedia/base';
import type { LaneSendOptions, RequestOptions, Sendable } from '@remotemedia/data';
import type { LaneMode, MeshEvents, TrackOptions } from '@remotemedia/mesh';
import type { AttachOptions } from '@remotemedia/pipeline';
import type { PeerInfo, SignalingState } from '@remotemedia/signaling';
import type { PipelineChoice } from '../pipelines/pipeline-choice.ts';
import type { TransportPipelineEvent } from '../pipelines/pipeline-events.ts';

/** Where a transport is in its life. Media flows on while it is `recovering`: only signaling is out of touch. */
export type TransportState =
  /** On its way into the room. */
  | { readonly kind: 'connecting' }
  /** In the room. */
  | { readonly kind: 'connected' }
  /** In the room, out of touch with the server; see `SignalingState` for what is known of the tries. */
  | Extract<SignalingState, { readonly kind: 'recovering' }>
  /** Gone for good; `error` unless `close()` was called. */
  | { readonly kind: 'closed'; readonly error?: SdkError };

/** What a `WebRtcTransport` announces. */
export type TransportEvents = MeshEvents & {
  /** `WebRtcTransport.state` changed. */
  stateChange: TransportState;
  /** Something came out of a pipeline beside its track: a level, who speaks, text. */
  pipeline: TransportPipelineEvent;
  /** A peer changed what is known of it: its presence or its metadata. */
  peerUpdated: PeerInfo;
};

/** What messages may be: text, bytes, or an object or array that JSON can say. */
export type TransportMessage = Sendable;

/** How one message is sent. */
export interface SendOptions extends Pick<LaneSendOptions, 'signal'> {
  /** How it is delivered: in order and all, or fresh and without repetition. @default `dataChannelMode` */
  readonly lane?: LaneMode | undefined;
}

/** Whom a broadcast reaches. */
export interface BroadcastOptions extends SendOptions {
  /** Ids of peers to leave out. */
  readonly exclude?: readonly string[];
}

/** How long to wait for an answer. */
export type AskOptions = RequestOptions;

/** How tracks are sent: codec, limits and layers by their kind, and what is done to them before. */
export interface PublishOptions {
  /** For tracks of sound. */
  readonly audio?: TrackOptions | undefined;
  /** For tracks of pictures. */
  readonly video?: TrackOptions | undefined;
  /** What tracks go through before they are sent: one manifest, for the tracks that it can be run on, or one for each kind. */
  readonly pipeline?: PipelineChoice | undefined;
  /** Nodes, files and addresses for these pipelines. */
  readonly pipelineOptions?: AttachOptions | undefined;
}

/** An event of the mesh that a transport announces as it is. */
export type ForwardedEvent = Extract<
  keyof MeshEvents,
  'peersChange' | 'peerJoined' | 'peerDisconnected' | 'track' | 'trackRemoved' | 'lane' | 'error'
>;

/** All of them. */
export const FORWARDED: readonly ForwardedEvent[] = [
  'peersChange',
  'peerJoined',
  'peerDisconnected',
  'track',
  'trackRemoved',
  'lane',
  'error',
];
