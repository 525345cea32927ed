import {
  attributeOf,
  BINDING_METHOD,
  buildStun,
  notUnderstood,
  parseStun,
  type StunAttribute,
  type StunContent,
  type StunMessage,
  type TransportAddress,
} from '@remotemedia/protocol/stun';
import type { StunSite } from './stun-site.ts';

/** What is sent for a request. */
export interface BindingAnswer {
  /** The datagram. */
  readonly bytes: Uint8Array;
  /** The address of ours that it is sent from. */
  readonly from: TransportAddress;
  /** The port of the client that it is sent to, 1–65535. */
  readonly toPort: number;
  /** Whether it says that the request was refused. */
  readonly isError: boolean;
}

/** Where a request came in. */
export interface BindingRequest {
  /** The datagram. */
  readonly bytes: Uint8Array;
  /** Who sent it. */
  readonly source: TransportAddress;
  /** The address of ours that it was sent to. */
  readonly at: TransportAddress;
}

/** Enough to have the answer cut in pieces on its way, which is what padding is for. RFC 5780 §6.1 */
const MAX_PADDING_BYTES = 1_500;
/** Attributes that only a server with a second address acts on. RFC 5780 §6.1 */
const BEHAVIOUR: readonly StunAttribute['kind'][] = ['change-request', 'response-port', 'padding'];

/**
 * The answer to a datagram: RFC 8489 §6.3.1 and RFC 5780 §6.1. It is at most 32 bytes longer than the request, or 96
 * with a second address: too little to make the server of use to those who want to flood someone else.
 *
 * @returns `undefined` when the datagram is no Binding request; such ones are dropped
 */
export function answerBinding(request: BindingRequest, site: StunSite): BindingAnswer | undefined {
  const message = readRequest(request.bytes);
  if (!message) return undefined;
  const refusal = refusalOf(message, site);
  const attributes = refusal ?? successOf(message, request, site);
  const isSealed = attributeOf(message, 'fingerprint') !== undefined;
  const { method, transactionId } = message;
  const kind = refusal ? 'error' : 'success';
  return {
    bytes: buildStun({ class: kind, method, transactionId, attributes }, { fingerprint: isSealed }),
    from: refusal ? request.at : originOf(message, request.at, site),
    toPort: (refusal ? undefined : attributeOf(message, 'response-port')?.port) ?? request.source.port,
    isError: refusal !== undefined,
  };
}

function readRequest(bytes: Uint8Array): StunMessage | undefined {
  try {
    const message = parseStun(bytes);
    return message.class === 'request' && message.method === BINDING_METHOD ? message : undefined;
  } catch {
    return undefined;
  }
}

function refusalOf(message: StunMessage, site: StunSite): StunContent[] | undefined {
  const types = notUnderstood(message, site.hasAlternate ? [] : BEHAVIOUR);
  if (types.length > 0) {
    return [
      { kind: 'error-code', code: 420, reason: 'Unknown Attribute' },
      { kind: 'unknown-attributes', types },
    ];
  }
  const port = attributeOf(message, 'response-port')?.port;
  const isBad = port === 0 || (port !== undefined && attributeOf(message, 'padding') !== undefined);
  return isBad ? [{ kind: 'error-code', code: 400, reason: 'Bad Request' }] : undefined;
}

function successOf(message: StunMessage, { source, at }: BindingRequest, site: StunSite): StunContent[] {
  const mapped: StunContent = { kind: 'xor-mapped-address', ...source };
  const other = site.otherOf(at, true, true);
  if (!other) return [mapped];
  const padding = attributeOf(message, 'padding');
  return [
    mapped,
    // RFC 5780 §6.1 wants the plain one as well.
    { kind: 'mapped-address', ...source },
    { kind: 'response-origin', ...originOf(message, at, site) },
    { kind: 'other-address', ...other },
    ...(padding ? [{ ...padding, sizeBytes: Math.min(padding.sizeBytes, MAX_PADDING_BYTES) }] : []),
  ];
}

function originOf(message: StunMessage, at: TransportAddress, site: StunSite): TransportAddress {
  const change = attributeOf(message, 'change-request');
  return (change && site.otherOf(at, change.changeAddress, change.changePort)) ?? at;
}
