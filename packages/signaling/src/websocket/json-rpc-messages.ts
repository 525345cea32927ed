import { SdkError, type SdkErrorCode, statusNumber } from '@remotemedia/base';
import { DISPLAY_NAME_METADATA_KEY, isPeerId, ROOM_METADATA_KEY } from '@remotemedia/protocol';
import type { PeerCapabilities, PeerId, PeerInfo, Presence } from '../peer-info.ts';
import type { IceServerOffer, Signal } from '../signaling-channel.ts';
import type { RoomEvent, StreamIntent, StreamMessage, StreamReady, WireRequest } from '../wire/wire.ts';

/** An object off the wire whose members are not yet believed. */
export type Json = Readonly<Record<string, unknown>>;

/** A method and its parameters. */
export interface RpcCall {
  /** Name of the method. */
  readonly method: string;
  /** Its parameters by name. */
  readonly params: Json;
}

/** Whether `value` is an object with members. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The call that opens a stream. @param firstOfferSdp empty for none @param token says who we are, if there is one */
export function openCall(intent: StreamIntent, firstOfferSdp: string, token: string | undefined): RpcCall {
  if (intent.type === 'resume') {
    const { sessionToken: session_token, lastSeq } = intent;
    return { method: 'peer.resume', params: { session_token, last_seq: Number(lastSeq), token } };
  }
  const { peerId, capabilities, room, displayName, metadata } = intent.request;
  const names = (['audio', 'video', 'data'] as const).filter((name) => capabilities[name]);
  const userData = { ...metadata, [ROOM_METADATA_KEY]: room, [DISPLAY_NAME_METADATA_KEY]: displayName };
  return {
    method: 'peer.announce',
    params: {
      peer_id: peerId,
      capabilities: names,
      user_data: userData,
      resumable: true,
      token,
      first_offer_sdp: firstOfferSdp || undefined,
    },
  };
}

/** The call of a request from `self`. */
export function requestCall(request: WireRequest, self: string): RpcCall {
  switch (request.type) {
    case 'signal':
      return signalCall(request.to, request.signal, self);
    case 'dismiss':
    case 'leave':
      return { method: 'peer.disconnect', params: { peer_id: request.peerId } };
    case 'update':
      return { method: 'peer.update', params: { state: request.presence, user_data: request.metadata } };
    case 'listPeers':
      return { method: 'peer.list', params: {} };
  }
}

function signalCall(to: PeerId, signal: Signal, from: string): RpcCall {
  if (signal.type !== 'candidate') return { method: `peer.${signal.type}`, params: { from, to, sdp: signal.sdp } };
  const { candidate, sdpMid, sdpMLineIndex } = signal;
  return {
    method: 'peer.ice_candidate',
    params: { from, to, candidate, sdp_mid: sdpMid, sdp_m_line_index: sdpMLineIndex },
  };
}

/**
 * The answer to {@link openCall}.
 *
 * @param resumed token of the stay that goes on; its answer does not repeat it
 * @throws {SdkError} `unimplemented` when the server does not speak this protocol
 */
export function streamReady(result: unknown, resumed: string | undefined): StreamReady {
  const json = isJson(result) ? result : {};
  const { session_token = resumed, heartbeat_interval_ms, resume_grace_ms } = json;
  if (
    typeof session_token !== 'string' ||
    typeof heartbeat_interval_ms !== 'number' ||
    typeof resume_grace_ms !== 'number'
  ) {
    throw new SdkError('unimplemented', 'the server cannot resume a stay; is it a RemoteMedia web server?');
  }
  return {
    type: 'ready',
    sessionToken: session_token,
    peers: peerInfos(json['peers']),
    offered: isPeerId(json['offered_peer_id']) ? (json['offered_peer_id'] as PeerId) : undefined,
    heartbeatIntervalMs: heartbeat_interval_ms,
    resumeGraceMs: resume_grace_ms,
    ice: iceServerOffer(json['ice_servers'], json['ice_servers_expire_in_ms']),
    tokenExpiresInMs: count(json['token_expires_in_ms']),
  };
}

/** STUN and TURN servers; `undefined` where none were sent. Entries that are none are left out. */
function iceServerOffer(list: unknown, expiresInMs: unknown): IceServerOffer | undefined {
  if (!Array.isArray(list)) return undefined;
  const iceServers = list.flatMap((entry: unknown) => {
    const { urls, username, credential } = isJson(entry) ? entry : {};
    const addresses = (Array.isArray(urls) ? urls : []).filter((url): url is string => typeof url === 'string');
    if (addresses.length === 0) return [];
    return [
      text(username)
        ? { urls: addresses, username: text(username), credential: text(credential) }
        : { urls: addresses },
    ];
  });
  return { iceServers, expiresInMs: count(expiresInMs) };
}

/** A positive number off the wire, else 0. */
export function count(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0;
}

/** What a notification says; `undefined` for one that this version does not know. */
export function streamMessage(method: string, params: Json): StreamMessage | undefined {
  const seq = typeof params['seq'] === 'number' && Number.isSafeInteger(params['seq']) ? BigInt(params['seq']) : 0n;
  if (method === 'server.ice_servers') {
    const ice = iceServerOffer(params['ice_servers'], params['expires_in_ms']);
    return ice && { type: 'iceServers', ice };
  }
  const event = roomEvent(method, params);
  if (event) return { type: 'event', seq, event };
  return seq > 0n ? { type: 'other', seq } : undefined;
}

function roomEvent(method: string, params: Json): RoomEvent | undefined {
  if (method === 'peer.joined' || method === 'peer.state_changed') {
    const [peer] = peerInfos([params]);
    return peer && { type: method === 'peer.joined' ? 'peerJoined' : 'peerUpdated', peer };
  }
  if (method === 'peer.left') return { type: 'peerLeft', peerId: text(params['peer_id']) as PeerId };
  if (method === 'peer.disconnected') return { type: 'dismissed', peerId: text(params['peer_id']) as PeerId };
  const from = text(params['from']) as PeerId;
  if (method === 'peer.offer' || method === 'peer.answer') {
    const type = method === 'peer.offer' ? 'offer' : 'answer';
    return { type: 'signal', signal: { from, signal: { type, sdp: text(params['sdp']) } } };
  }
  if (method === 'peer.ice_candidate') {
    const { candidate, sdp_mid, sdp_m_line_index } = params;
    const sdpMid = typeof sdp_mid === 'string' && sdp_mid !== '' ? sdp_mid : null;
    const sdpMLineIndex = typeof sdp_m_line_index === 'number' ? sdp_m_line_index : null;
    return {
      type: 'signal',
      signal: { from, signal: { type: 'candidate', candidate: text(candidate), sdpMid, sdpMLineIndex } },
    };
  }
  return undefined;
}

/** The peers of a list; entries that are none are left out. */
export function peerInfos(list: unknown): PeerInfo[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    if (!isJson(entry) || !isPeerId(entry['peer_id'])) return [];
    const metadata = stringsOf(entry['metadata']);
    const id = entry['peer_id'] as PeerId;
    const displayName = metadata[DISPLAY_NAME_METADATA_KEY] ?? id;
    return [
      {
        id,
        displayName,
        capabilities: capabilitiesOf(entry['capabilities']),
        metadata,
        presence: presenceOf(entry['state']),
      },
    ];
  });
}

function presenceOf(state: unknown): Presence {
  return state === 'busy' || state === 'away' ? state : 'available';
}

function capabilitiesOf(list: unknown): PeerCapabilities {
  const names: readonly unknown[] = Array.isArray(list) ? list : [];
  return { audio: names.includes('audio'), video: names.includes('video'), data: names.includes('data') };
}

function stringsOf(value: unknown): Record<string, string> {
  if (!isJson(value)) return {};
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Codes of the server's error object where `data.code` does not say more (wire reference: JSON-RPC error codes). */
const CODES: Readonly<Record<number, SdkErrorCode>> = {
  [-32_700]: 'invalid-argument',
  [-32_600]: 'failed-precondition',
  [-32_601]: 'unimplemented',
  [-32_602]: 'invalid-argument',
  [-32_603]: 'internal',
  [-32_000]: 'not-found',
  [-32_001]: 'resource-exhausted',
  [-32_002]: 'invalid-argument',
  [-32_003]: 'invalid-argument',
  [-32_004]: 'invalid-argument',
};

/** The typed error of a JSON-RPC error object. */
export function rpcError(error: unknown): SdkError {
  const { code, message, data } = isJson(error) ? error : {};
  const named = isJson(data) && typeof data['code'] === 'string' ? (data['code'] as SdkErrorCode) : undefined;
  const known = named !== undefined && statusNumber(named) > 0 ? named : undefined;
  const byNumber = typeof code === 'number' ? CODES[code] : undefined;
  const retryAfterMs = isJson(data) ? count(data['retry_after_ms']) : 0;
  const detail = text(message) || 'the server refused without a reason';
  return new SdkError(known ?? byNumber ?? 'unknown', detail, retryAfterMs > 0 ? { retryAfterMs } : {});
}
