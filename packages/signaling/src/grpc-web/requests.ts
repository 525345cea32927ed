import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { DISPLAY_NAME_METADATA_KEY, ROOM_METADATA_KEY } from '@remotemedia/protocol';
import type { JoinRequest, Signal } from '../signaling-channel.ts';
import type { StreamIntent, WireBatch, WireRequest } from '../wire/wire.ts';
import { PRESENCES } from './presences.ts';

/*
 * Written by hand against the generated schema's field numbers, and compared with the generated code by tests: the
 * generated code weighs ten times as much and takes some 20 ms to start (docs/decisions/0006).
 */

/** `SubscribeRequest` in binary form. @param firstOfferSdp empty for none */
export function subscribeRequest(intent: StreamIntent, firstOfferSdp: string): Uint8Array {
  const writer = new BinaryWriter();
  if (intent.type === 'announce') {
    nested(writer, 1, () => announce(writer, intent.request));
    text(writer, 3, firstOfferSdp);
  } else {
    nested(writer, 2, () => {
      text(writer, 1, intent.sessionToken);
      number(writer, 2, intent.lastSeq);
    });
  }
  return writer.finish();
}

/** `SendRequest` in binary form. */
export function sendRequest({ sessionToken, firstSeq, requests, ackedSeq }: WireBatch): Uint8Array {
  const writer = new BinaryWriter();
  text(writer, 1, sessionToken);
  number(writer, 2, firstSeq);
  requests.forEach((request, index) => {
    nested(writer, 3, () => {
      text(writer, 1, String(firstSeq + BigInt(index)));
      signalingRequest(writer, request);
    });
  });
  number(writer, 4, ackedSeq);
  return writer.finish();
}

function announce(writer: BinaryWriter, request: JoinRequest): void {
  const { audio, video, data } = request.capabilities;
  text(writer, 1, request.peerId);
  nested(writer, 2, () => {
    [audio, video, data].forEach((can, index) => {
      if (can) writer.tag(index + 1, WireType.Varint).bool(true);
    });
  });
  entries(writer, 3, joinMetadata(request));
}

/** A field of type `map<string, string>`. */
function entries(writer: BinaryWriter, field: number, metadata: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(metadata)) {
    nested(writer, field, () => {
      text(writer, 1, key);
      text(writer, 2, value);
    });
  }
}

/** What a peer says of itself besides its id and capabilities. */
export function joinMetadata({ metadata, room, displayName }: JoinRequest): Record<string, string> {
  const name = displayName === undefined ? {} : { [DISPLAY_NAME_METADATA_KEY]: displayName };
  return { ...metadata, [ROOM_METADATA_KEY]: room, ...name };
}

function signalingRequest(writer: BinaryWriter, request: WireRequest): void {
  if (request.type === 'signal') signal(writer, request.to, request.signal);
  else if (request.type === 'listPeers') nested(writer, 15, () => {});
  else if (request.type === 'update') update(writer, request);
  else nested(writer, 14, () => text(writer, 1, request.peerId));
}

function update(writer: BinaryWriter, { presence, metadata }: WireRequest & { type: 'update' }): void {
  nested(writer, 100, () => {
    number(writer, 1, presence ? PRESENCES.indexOf(presence) : 0);
    entries(writer, 2, metadata);
  });
}

function signal(writer: BinaryWriter, to: string, body: Signal): void {
  if (body.type !== 'candidate') {
    nested(writer, body.type === 'offer' ? 11 : 12, () => {
      text(writer, 1, to);
      text(writer, 2, body.sdp);
      text(writer, 3, body.type);
    });
    return;
  }
  nested(writer, 13, () => {
    text(writer, 1, to);
    text(writer, 2, body.candidate);
    text(writer, 3, body.sdpMid ?? '');
    number(writer, 4, body.sdpMLineIndex ?? 0);
  });
}

/** A message inside a message. */
function nested(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

/** A string; the empty one is not written, as proto3 has it. */
function text(writer: BinaryWriter, field: number, value: string): void {
  if (value !== '') writer.tag(field, WireType.LengthDelimited).string(value);
}

/** A `uint32` or `uint64`; zero is not written, as proto3 has it. */
function number(writer: BinaryWriter, field: number, value: number | bigint): void {
  if (value !== 0 && value !== 0n) writer.tag(field, WireType.Varint).uint64(value);
}
