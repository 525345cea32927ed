import { SdkError, type SdkErrorCode } from '@remotemedia/base';
import { attributeOf, notUnderstood, type StunMessage, type TransportAddress } from '@remotemedia/protocol/stun';

/** What a server answered to a Binding request. */
export interface StunAnswer {
  /** The address and port that the request came from, as the server saw it. */
  readonly mapped: TransportAddress;
  /** The server's second address and port, if it has them. RFC 5780 §7.4 */
  readonly other: TransportAddress | undefined;
  /** Where the answer came from. */
  readonly from: TransportAddress;
}

/** What the numbers of RFC 8489 §18.4 mean to a client; all others are `unknown`. */
const CODES: ReadonlyMap<number, SdkErrorCode> = new Map([
  [300, 'unavailable'],
  [400, 'invalid-argument'],
  [401, 'unauthenticated'],
  [403, 'permission-denied'],
  [420, 'unimplemented'],
  [438, 'unauthenticated'],
  [500, 'internal'],
]);

/**
 * What an answer says.
 *
 * @throws {SdkError} what the server's error stands for; `unimplemented` when the answer holds something that must be
 * understood and is not (RFC 8489 §6.3.3), `internal` when it names no address
 */
export function readAnswer(message: StunMessage, from: TransportAddress): StunAnswer {
  const types = notUnderstood(message);
  if (types.length > 0)
    throw new SdkError('unimplemented', `the STUN server's answer has unknown attributes: ${types}`);
  if (message.class === 'error') throw errorOf(message);
  const mapped = attributeOf(message, 'xor-mapped-address') ?? attributeOf(message, 'mapped-address');
  if (!mapped) throw new SdkError('internal', "the STUN server's answer names no address");
  const other = attributeOf(message, 'other-address');
  return { mapped: plain(mapped), other: other && plain(other), from };
}

function errorOf(message: StunMessage): SdkError {
  const { code, reason } = attributeOf(message, 'error-code') ?? { code: 0, reason: 'no error code' };
  return new SdkError(CODES.get(code) ?? 'unknown', `the STUN server answered with error ${code}: ${reason}`);
}

function plain({ address, port }: TransportAddress): TransportAddress {
  return { address, port };
}
