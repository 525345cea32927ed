import { parseIp } from './ip-text.ts';
import { malformed } from './malformed.ts';
import { wholeNumber } from './whole-number.ts';

/** A STUN or TURN server, as its URI names it. RFC 7064 and RFC 7065 */
export interface IceUri {
  /** `stuns` and `turns` are over TLS. */
  readonly scheme: 'stun' | 'stuns' | 'turn' | 'turns';
  /** A name, or an IP address without brackets. */
  readonly host: string;
  /** 1–65535. 3478, or 5349 over TLS, when the URI names none. */
  readonly port: number;
  /** For TURN: how to reach the server. `undefined` when the URI leaves it open. */
  readonly transport: 'udp' | 'tcp' | undefined;
}

/** Longest URI that is looked at: a name has 253 characters at most. */
const MAX_URI_LENGTH = 300;
/** Scheme, an address in brackets or a name, a port, a transport. RFC 7064 §3.1, RFC 7065 §3.1 */
const URI = /^(stuns?|turns?):(?:\[([\da-f:.]+)\]|([\w.~-]+))(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;
const PORT = 3_478;
const TLS_PORT = 5_349;

/** Reads the URI of a STUN or TURN server. @throws {SdkError} `invalid-argument`, which says what form it has */
export function parseIceUri(text: string): IceUri {
  const [, scheme, v6, name, port, transport] = (text.length > MAX_URI_LENGTH ? null : URI.exec(text)) ?? [];
  const host = v6 ?? name;
  if (scheme === undefined || host === undefined) throw notUri(text);
  if (v6 !== undefined && parseIp(v6).length !== 16) throw notUri(text);
  const known = scheme.toLowerCase() as IceUri['scheme'];
  if (transport !== undefined && known.startsWith('stun')) throw notUri(text);
  const usualPort = known.endsWith('s') ? TLS_PORT : PORT;
  return {
    scheme: known,
    host,
    port: port === undefined ? usualPort : wholeNumber('the port of a STUN or TURN server', Number(port), 1, 0xffff),
    transport: transport?.toLowerCase() as IceUri['transport'],
  };
}

function notUri(text: string): Error {
  const got = JSON.stringify(text.slice(0, MAX_URI_LENGTH));
  return malformed(`expected stun:host:port or turn:host:port?transport=udp (or tcp, stuns, turns), got ${got}`);
}
