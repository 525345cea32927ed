import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type SendRequest, SendRequestSchema } from '@remotemedia/protocol/webrtc';

/** Number of the field that takes a bearer token from one instance to the other; `SendRequest` has none of it. */
const TOKEN_FIELD = 1_000;

/** What one instance has another one do for a client. */
export interface ForwardedSend {
  /** As the client sent it. */
  readonly request: SendRequest;
  /** The bearer token that came with it. */
  readonly token: string | undefined;
}

/** A call as it goes to the instance that has the stay: the request, and the token of its header as one field more. */
export function writeForwarded(request: SendRequest, token: string | undefined): Uint8Array {
  // Fields of newer clients stay behind: one of them could pass for the token.
  const { sessionToken, firstSeq, requests, ackedSeq } = request;
  const known = create(SendRequestSchema, { sessionToken, firstSeq, requests, ackedSeq });
  if (token === undefined) return toBinary(SendRequestSchema, known);
  const tail = new BinaryWriter().tag(TOKEN_FIELD, WireType.LengthDelimited).string(token).finish();
  return Buffer.concat([toBinary(SendRequestSchema, known), tail]);
}

/** What {@link writeForwarded} wrote. @throws {Error} for anything else */
export function readForwarded(bytes: Uint8Array): ForwardedSend {
  const request = fromBinary(SendRequestSchema, bytes);
  const field = request.$unknown?.find(({ no }) => no === TOKEN_FIELD);
  return { request, token: field && new BinaryReader(field.data).string() };
}
