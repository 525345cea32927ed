import { codeOfStatus, SdkError } from '@remotemedia/base';
import { DISPLAY_NAME_METADATA_KEY } from '@remotemedia/protocol';
import type { PeerId, PeerInfo } from '../peer-info.ts';
import type { Signal } from '../signaling-channel.ts';
import type { RoomEvent, StreamMessage, WireResult } from '../wire/wire.ts';
import { bool, message, readFields, text, textEntry, uint32, uint64 } from './fields.ts';

/** A `SubscribeResponse` off the stream. @throws {SdkError} `data-loss` when the bytes are none */
export function streamMessage(bytes: Uint8Array): StreamMessage {
  let seq = 0n;
  let found: StreamMessage | RoomEvent | undefined;
  readFields(bytes, {
    1: uint64((value) => (seq = value)),
    10: message((ready) => (found = streamReady(ready))),
    11: message((notification) => (found = roomEvent(notification))),
    12: message(() => (found = { type: 'heartbeat' })),
  });
  if (!found) return { type: 'other', seq };
  return found.type === 'ready' || found.type === 'heartbeat'
    ? found
    : { type: 'event', seq, event: found as RoomEvent };
}

/** The results in a `SendResponse`. @throws {SdkError} `data-loss` when the bytes are none */
export function wireResults(bytes: Uint8Array): WireResult[] {
  const results: WireResult[] = [];
  readFields(bytes, { 1: message((response) => results.push(wireResult(response))) });
  return results;
}

function streamReady(bytes: Uint8Array): StreamMessage {
  let sessionToken = '';
  let heartbeatIntervalMs = 0;
  let resumeGraceMs = 0;
  let offered: PeerId | undefined;
  const peers: PeerInfo[] = [];
  readFields(bytes, {
    1: text((value) => (sessionToken = value)),
    3: message((peer) => peers.push(peerInfo(peer, 4))),
    4: uint32((value) => (heartbeatIntervalMs = value)),
    5: uint32((value) => (resumeGraceMs = value)),
    6: text((value) => (offered = value === '' ? undefined : (value as PeerId))),
  });
  return { type: 'ready', sessionToken, peers, offered, heartbeatIntervalMs, resumeGraceMs };
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
  readFields(bytes, { 1: uint32((value) => (code = value)), 2: text((value) => (detail = value)) });
  return new SdkError(codeOfStatus(code), detail);
}

/** @param metadataField number of the metadata's field: `PeerInfo` has the state in front of it */
function peerInfo(bytes: Uint8Array, metadataField: 3 | 4): PeerInfo {
  let id = '';
  const capabilities = { audio: false, video: false, data: false };
  const metadata = new Map<string, string>();
  readFields(bytes, {
    1: text((value) => (id = value)),
    2: message((given) => {
      readFields(given, {
        1: bool((value) => (capabilities.audio = value)),
        2: bool((value) => (capabilities.video = value)),
        3: bool((value) => (capabilities.data = value)),
      });
    }),
    [metadataField]: textEntry((key, value) => metadata.set(key, value)),
  });
  const displayName = metadata.get(DISPLAY_NAME_METADATA_KEY) ?? id;
  return { id: id as PeerId, displayName, capabilities, metadata: Object.fromEntries(metadata) };
}
