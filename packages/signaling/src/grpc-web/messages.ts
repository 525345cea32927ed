import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { codeOfStatus, SdkError } from '@remotemedia/base';
import { DISPLAY_NAME_METADATA_KEY, ROOM_METADATA_KEY } from '@remotemedia/protocol';
import {
  type PeerInfo as PeerInfoMessage,
  type SendRequest,
  SendRequestSchema,
  type SignalingNotification,
  SignalingRequestSchema,
  type SignalingResponse,
  type SubscribeRequest,
  SubscribeRequestSchema,
  type SubscribeResponse,
} from '@remotemedia/protocol/webrtc';
import type { PeerId, PeerInfo } from '../peer-info.ts';
import type { JoinRequest, Signal } from '../signaling-channel.ts';
import type { RoomEvent, StreamIntent, StreamMessage, WireBatch, WireRequest, WireResult } from '../wire/wire.ts';

/** What a stay says of itself besides its id and capabilities. */
export function joinMetadata(request: JoinRequest): Record<string, string> {
  return {
    ...request.metadata,
    [ROOM_METADATA_KEY]: request.room,
    ...(request.displayName === undefined ? {} : { [DISPLAY_NAME_METADATA_KEY]: request.displayName }),
  };
}

/** `SubscribeRequest` of an intent. */
export function subscribeRequest(intent: StreamIntent): SubscribeRequest {
  if (intent.type === 'resume') {
    const value = { sessionToken: intent.sessionToken, lastSeq: intent.lastSeq };
    return create(SubscribeRequestSchema, { intent: { case: 'resume', value } });
  }
  const { peerId, capabilities } = intent.request;
  const value = { peerId, capabilities: { ...capabilities }, metadata: joinMetadata(intent.request) };
  return create(SubscribeRequestSchema, { intent: { case: 'announce', value } });
}

/** `SendRequest` of a batch. */
export function sendRequest(batch: WireBatch): SendRequest {
  return create(SendRequestSchema, {
    sessionToken: batch.sessionToken,
    firstSeq: batch.firstSeq,
    requests: batch.requests.map((request, index) =>
      create(SignalingRequestSchema, {
        requestId: String(batch.firstSeq + BigInt(index)),
        request: requestCase(request),
      }),
    ),
  });
}

type RequestCase = NonNullable<
  Exclude<MessageInitShape<typeof SignalingRequestSchema>, { $typeName: string }>['request']
>;

function requestCase(request: WireRequest): RequestCase {
  switch (request.type) {
    case 'signal':
      return signalCase(request.to, request.signal);
    case 'dismiss':
    case 'leave':
      return { case: 'disconnect', value: { peerId: request.peerId } };
    case 'listPeers':
      return { case: 'listPeers', value: {} };
  }
}

function signalCase(toPeerId: string, signal: Signal): RequestCase {
  if (signal.type !== 'candidate') {
    return { case: signal.type, value: { toPeerId, sdp: signal.sdp, type: signal.type } };
  }
  const { candidate, sdpMid, sdpMLineIndex } = signal;
  const value = { toPeerId, candidate, sdpMid: sdpMid ?? '', sdpMlineIndex: sdpMLineIndex ?? 0 };
  return { case: 'iceCandidate', value };
}

/** What became of a request. */
export function wireResult({ response }: SignalingResponse): WireResult {
  if (response.case === 'error') {
    return { ok: false, error: new SdkError(codeOfStatus(response.value.code), response.value.message) };
  }
  if (response.case === 'peerList') return { ok: true, peers: response.value.peers.map(peerInfo) };
  return { ok: true };
}

/** What came down the stream. */
export function streamMessage({ seq, event }: SubscribeResponse): StreamMessage {
  switch (event.case) {
    case 'ready': {
      const { sessionToken, peers, heartbeatIntervalMs, resumeGraceMs } = event.value;
      return { type: 'ready', sessionToken, peers: peers.map(peerInfo), heartbeatIntervalMs, resumeGraceMs };
    }
    case 'notification': {
      const roomEvent = roomEventOf(event.value);
      return roomEvent ? { type: 'event', seq, event: roomEvent } : { type: 'other', seq };
    }
    case 'heartbeat':
      return { type: 'heartbeat' };
    default:
      return { type: 'other', seq };
  }
}

function roomEventOf({ notification }: SignalingNotification): RoomEvent | undefined {
  switch (notification.case) {
    case 'peerJoined':
      return { type: 'peerJoined', peer: peerInfo(notification.value) };
    case 'peerLeft':
      return { type: 'peerLeft', peerId: notification.value.peerId as PeerId };
    case 'peerDisconnected':
      return { type: 'dismissed', peerId: notification.value.peerId as PeerId };
    case 'offer':
    case 'answer': {
      const { fromPeerId, sdp } = notification.value;
      return { type: 'signal', signal: { from: fromPeerId as PeerId, signal: { type: notification.case, sdp } } };
    }
    case 'iceCandidate': {
      const { fromPeerId, candidate, sdpMid, sdpMlineIndex } = notification.value;
      const signal = {
        type: 'candidate',
        candidate,
        sdpMid: sdpMid === '' ? null : sdpMid,
        sdpMLineIndex: sdpMlineIndex,
      } as const;
      return { type: 'signal', signal: { from: fromPeerId as PeerId, signal } };
    }
    default:
      return undefined;
  }
}

function peerInfo({
  peerId,
  capabilities,
  metadata,
}: Pick<PeerInfoMessage, 'peerId' | 'capabilities' | 'metadata'>): PeerInfo {
  return {
    id: peerId as PeerId,
    displayName: metadata[DISPLAY_NAME_METADATA_KEY] ?? peerId,
    capabilities: {
      audio: capabilities?.audio ?? false,
      video: capabilities?.video ?? false,
      data: capabilities?.data ?? false,
    },
    metadata,
  };
}
