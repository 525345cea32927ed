import { DISPLAY_NAME_METADATA_KEY, ROOM_METADATA_KEY } from '@remotemedia/protocol';
import type { JoinRequest, Signal } from '../signaling-channel.ts';
import type { StreamIntent, WireBatch, WireRequest } from '../wire/wire.ts';
import { PRESENCES } from './presences.ts';
import { joined, nested, number, text, textEntries } from './written-fields.ts';

/*
 * Written by hand against the generated schema's field numbers, and compared with the generated code by tests: the
 * generated code weighs ten times as much and takes some 20 ms to start (docs/decisions/0006).
 */

/** `SubscribeRequest` in binary form. @param firstOfferSdp empty for none */
export function subscribeRequest(intent: StreamIntent, firstOfferSdp: string): Uint8Array {
  if (intent.type === 'announce') return joined([nested(1, announce(intent.request)), text(3, firstOfferSdp)]);
  return nested(2, [text(1, intent.sessionToken), number(2, intent.lastSeq)]);
}

/** `SendRequest` in binary form. */
export function sendRequest({ sessionToken, firstSeq, requests, ackedSeq }: WireBatch): Uint8Array {
  const numbered = requests.map((request, index) =>
    nested(3, [text(1, String(firstSeq + BigInt(index))), signalingRequest(request)]),
  );
  return joined([text(1, sessionToken), number(2, firstSeq), ...numbered, number(4, ackedSeq)]);
}

function announce(request: JoinRequest): Uint8Array[] {
  const { audio, video, data } = request.capabilities;
  const can = [audio, video, data].map((able, index) => number(index + 1, Number(able)));
  return [text(1, request.peerId), nested(2, can), textEntries(3, joinMetadata(request))];
}

/** What a peer says of itself besides its id and capabilities. */
function joinMetadata({ metadata, room, displayName }: JoinRequest): Record<string, string> {
  const name = displayName === undefined ? {} : { [DISPLAY_NAME_METADATA_KEY]: displayName };
  return { ...metadata, [ROOM_METADATA_KEY]: room, ...name };
}

function signalingRequest(request: WireRequest): Uint8Array {
  if (request.type === 'signal') return signal(request.to, request.signal);
  if (request.type === 'listPeers') return nested(15, []);
  if (request.type === 'update') return update(request);
  return nested(14, [text(1, request.peerId)]);
}

function update({ presence, metadata }: WireRequest & { type: 'update' }): Uint8Array {
  return nested(100, [number(1, presence ? PRESENCES.indexOf(presence) : 0), textEntries(2, metadata)]);
}

function signal(to: string, body: Signal): Uint8Array {
  if (body.type !== 'candidate') {
    return nested(body.type === 'offer' ? 11 : 12, [text(1, to), text(2, body.sdp), text(3, body.type)]);
  }
  const { candidate, sdpMid, sdpMLineIndex } = body;
  return nested(13, [text(1, to), text(2, candidate), text(3, sdpMid ?? ''), number(4, sdpMLineIndex ?? 0)]);
}
