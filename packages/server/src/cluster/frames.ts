import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { codeOfStatus, SdkError, statusNumber } from '@remotemedia/base';
import { type ClusterReply, ClusterReplySchema } from '@remotemedia/protocol/cluster';
import { MAX_BUS_BYTES } from '../bus/bus.ts';

/** Longest text that is taken from another instance's refusal, in characters. */
const MAX_DETAIL_CHARS = 1_000;

/** Reads what came over the bus; `undefined` for anything that is no such message. */
export function decode<T extends DescMessage>(schema: T, bytes: Uint8Array): MessageShape<T> | undefined {
  if (bytes.length > MAX_BUS_BYTES) return undefined;
  try {
    return fromBinary(schema, bytes);
  } catch {
    return undefined;
  }
}

/** A number as a `uint64` has it; 0 for one that JavaScript cannot count with. */
export function toNumber(value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : 0;
}

/** The bytes of a reply. */
export function encodeReply(reply: ClusterReply['reply']): Uint8Array {
  return toBinary(ClusterReplySchema, create(ClusterReplySchema, { reply }));
}

/** "It was done." */
export function done(): Uint8Array {
  return encodeReply({ case: 'done', value: { $typeName: 'remotemedia.v1.ClusterDone' } });
}

/** "It was refused." */
export function refused(caught: unknown): Uint8Array {
  const { code, detail, retryAfterMs = 0 } = SdkError.from(caught, 'internal');
  const refusal = { code: statusNumber(code), detail, retryAfterMs: Math.ceil(retryAfterMs) };
  return encodeReply({ case: 'refusal', value: { $typeName: 'remotemedia.v1.ClusterRefusal', ...refusal } });
}

/**
 * Reads a reply.
 *
 * @throws {SdkError} what the other instance refused with; `internal` for bytes that are no reply
 */
export function readReply(bytes: Uint8Array): ClusterReply['reply'] {
  const { reply } = decode(ClusterReplySchema, bytes) ?? {};
  if (!reply?.case) throw new SdkError('internal', 'another instance answered something that cannot be read');
  if (reply.case !== 'refusal') return reply;
  const { code, detail, retryAfterMs } = reply.value;
  const options = retryAfterMs > 0 ? { retryAfterMs } : {};
  throw new SdkError(codeOfStatus(code), detail.slice(0, MAX_DETAIL_CHARS), options);
}
