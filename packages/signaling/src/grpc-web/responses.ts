import { codeOfStatus, SdkError } from '@remotemedia/base';
import { DISPLAY_NAME_METADATA_KEY } from '@remotemedia/protocol';
import type { PeerId, PeerInfo, Presence } from '../peer-info.ts';
import type { IceServerOffer, Signal } from '../signaling-channel.ts';
import type { RoomEvent, StreamMessage, WireResult } from '../wire/wire.ts';
import { bool, message, readFields, text, textEntry, uint32, uint64 } from './fields.ts';
import { PRESENCES } from './presences.ts';

/** A `SubscribeResponse` off the stream. @throws {SdkError} `data-loss` when the bytes are none */
export function streamMessage(bytes: Uint8Array): StreamMessage {
  let seq = 0n;
  let found: StreamMessage | undefined;
  let event: RoomEvent | undefined;
  readFields(bytes, {
    1: uint64((value) => (seq = value)),
    10: message((ready) => (found = streamReady(ready))),
    11: message((notification) => (event = roomEvent(notification))),
    12: message(() => (found = { type: 'heartbeat' })),
    13: message((servers) => (found = { type: 'iceServers', ice: iceServerOffer(servers) })),
  });
  if (event) return { type: 'event', seq, event };
  return found ?? { type: 'other', seq };
}

/** The results in a `SendResponse`. @throws {SdkError} `data-loss` when the bytes are none */
export function wireResults(bytes: Uint8Array): WireResult[] {
  const results: WireResult[] = [];
  readFields(bytes, { 1: message((response) => results.push(wireResult(response))) });
  return results;
}

/** How long the token of a `Send` is good for, in milliseconds, 0 for ever. @throws {SdkError} `data-loss` */
export function tokenExpiry(bytes: Uint8Array): number {
  let expiresInMs = 0;
  readFields(bytes, { 2: uint32((value) => (expiresInMs = value)) });
  return expiresInMs;
}

function streamReady(bytes: Uint8Array): StreamMessage {
  let sessionToken = '';
  let heartbeatIntervalMs = 0;
  let resumeGraceMs = 0;
  let offered: PeerId | undefined;
  let ice: IceServerOffer | undefined;
  let tokenExpiresInMs = 0;
  const peers: PeerInfo[] = [];
  readFields(bytes, {
    1: text((value) => (sessionToken = value)),
    3: message((peer) => peers.push(peerInfo(peer, 4))),
    4: uint32((value) => (heartbeatIntervalMs = value)),
    5: uint32((value) => (resumeGraceMs = value)),
    6: text((value) => (offered = value === '' ? undefined : (value as PeerId))),
    7: message((servers) => (ice = iceServerOffer(servers))),
    8: uint32((value) => (tokenExpiresInMs = value)),
  });
  return { type: 'ready', sessionToken, peers, offered, heartbeatIntervalMs, resumeGraceMs, ice, tokenExpiresInMs };
}

function iceServerOffer(bytes: Uint8Array): IceServerOffer {
  const iceServers: RTCIceServer[] = [];
  let expiresInMs = 0;
  readFields(bytes, {
    1: message((server) => iceServers.push(iceServer(server))),
    2: uint32((value) => (expiresInMs = value)),
  });
  return { iceServers, expiresInMs };
}

function iceServer(bytes: Uint8Array): RTCIceServer {
  const urls: string[] = [];
  let username = '';
  let credential = '';
  readFields(bytes, {
    1: text((value) => urls.push(value)),
    2: text((value) => (username = value)),
    3: text((value) => (credential = value)),
  });
  return username === '' ? { urls } : { urls, username, credential };
}

function roomEvent(bytes: Uint8Array): RoomEvent | undefined {
  let event: RoomEvent | undefined;
  readFields(bytes, {
    1: message((joined) => (event = { type: 'peerJoined', peer: peerInfo(joined, 3) })),
    2: message((left) => (event = { type: 'peerLeft', peerId: peerId(left) })),
    3: message((offer) => (event = description('offer', offer, 3))),
    4: message((answer) => (event = description('answer', answer, 2))),
    5: message((ice) => (event = candidate(ice))),
    6: message((dismissed) => (event = { type: 'dismissed', peerId: peerId(dismissed) })),
    100: message((updated) => {
      readFields(updated, { 1: message((peer) => (event = { type: 'peerUpdated', peer: peerInfo(peer, 4) })) });
    }),
  });
  return event;
}

function peerId(bytes: Uint8Array): PeerId {
  let id = '';
  readFields(bytes, { 1: text((value) => (id = value)) });
  return id as PeerId;
}

/** @param sdpField number of the SDP's field: an offer has its id in front of it */
function description(type: 'offer' | 'answer', bytes: Uint8Array, sdpField: 2 | 3): RoomEvent {
  let from = '';
  let sdp = '';
  readFields(bytes, { 1: text((value) => (from = value)), [sdpField]: text((value) => (sdp = value)) });
  return { type: 'signal', signal: { from: from as PeerId, signal: { type, sdp } } };
}

function candidate(bytes: Uint8Array): RoomEvent {
  let from = '';
  let line = '';
  let sdpMid: string | null = null;
  let sdpMLineIndex = 0;
  readFields(bytes, {
    1: text((value) => (from = value)),
    2: text((value) => (line = value)),
    3: text((value) => (sdpMid = value === '' ? null : value)),
    4: uint32((value) => (sdpMLineIndex = value)),
  });
  const signal: Signal = { type: 'candidate', candidate: line, sdpMid, sdpMLineIndex };
  return { type: 'signal', signal: { from: from as PeerId, signal } };
}

function wireResult(bytes: Uint8Array): WireResult {
  let result: WireResult = { ok: true };
  const peers: PeerInfo[] = [];
  readFields(bytes, {
    11: message((list) => {
      readFields(list, { 1: message((peer) => peers.push(peerInfo(peer, 4))) });
      result = { ok: true, peers };
    }),
    13: message((error) => (result = { ok: false, error: refusal(error) })),
  });
  return result;
}

function refusal(bytes: Uint8Array): SdkError {
  let code = 0;
  let detail = '';
  let retryAfterMs: number | undefined;
  readFields(bytes, {
    1: uint32((value) => (code = value)),
    2: text((value) => (detail = value)),
    100: uint32((value) => (retryAfterMs = value)),
  });
  return new SdkError(codeOfStatus(code), detail, { retryAfterMs });
}

/** @param metadataField number of the metadata's field: `PeerInfo` has the state in front of it */
function peerInfo(bytes: Uint8Array, metadataField: 3 | 4): PeerInfo {
  let id = '';
  const capabilities = { audio: false, video: false, data: false };
  const metadata = new Map<string, string>();
  let presence: Presence = 'available';
  readFields(bytes, {
    1: text((value) => (id = value)),
    2: message((given) => {
      readFields(given, {
        1: bool((value) => (capabilities.audio = value)),
        2: bool((value) => (capabilities.video = value)),
        3: bool((value) => (capabilities.data = value)),
      });
    }),
    ...(metadataField === 4 && { 3: uint32((value) => (presence = PRESENCES[value] ?? 'available')) }),
    [metadataField]: textEntry((key, value) => metadata.set(key, value)),
  });
  const displayName = metadata.get(DISPLAY_NAME_METADATA_KEY) ?? id;
  return { id: id as PeerId, displayName, capabilities, metadata: Object.fromEntries(metadata), presence };
}
