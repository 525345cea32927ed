import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SdkError, type SdkErrorCode } from '@remotemedia/base';
import { bearerToken } from '../../access/bearer-token.ts';

/** The subprotocol that a client asks for beside its token: a browser fails a handshake in which none is chosen. */
const PROTOCOL = 'remotemedia.v1';
/** Before the token, as a second subprotocol: pages can set no header of a WebSocket's handshake. */
const TOKEN_PREFIX = 'bearer.';
const VERSION = '13';
/** 16 bytes in base64. */
const KEY = /^[A-Za-z0-9+/]{22}==$/;
/** What RFC 6455 §1.3 adds to the key. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** RFC 9110 §5.6.2. */
const HTTP_TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * The bearer token of a handshake: its `authorization` header, else the subprotocol `bearer.<token>`. Never a part of
 * the URL, which proxies write to their logs.
 */
export function tokenOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  return bearerToken(headers.authorization) ?? tokenAmong(protocolsOf({ headers }));
}

/**
 * Answers a handshake (RFC 6455 §4.2).
 *
 * @returns whether the connection is a WebSocket now; if not, it was refused with 400
 */
export function acceptHandshake({ method, headers }: IncomingMessage, socket: Duplex): boolean {
  const key = headers['sec-websocket-key'] ?? '';
  if (method !== 'GET' || headers['sec-websocket-version'] !== VERSION || !KEY.test(key)) {
    const expected = `a WebSocket needs GET, Sec-WebSocket-Version: ${VERSION} and a Sec-WebSocket-Key of 16 bytes`;
    refuseHandshake(socket, new SdkError('invalid-argument', expected));
    return false;
  }
  const protocol = chooseProtocol(protocolsOf({ headers }));
  const fields = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${createHash('sha1')
      .update(key + MAGIC)
      .digest('base64')}`,
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
  ];
  socket.write(`${fields.join('\r\n')}\r\n\r\n`);
  return true;
}

/** Answers a handshake that is refused, and ends its connection. */
export function refuseHandshake(socket: Duplex, caught: unknown): void {
  const { code, detail, retryAfterMs } = SdkError.from(caught, 'internal');
  const isOurs = caught instanceof SdkError;
  const text = `${isOurs ? detail : 'the server failed to take the WebSocket'}\n`;
  const [status, reason] = statusOf(code);
  const fields = [
    `HTTP/1.1 ${status} ${reason}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...(code === 'unauthenticated' ? ['WWW-Authenticate: Bearer'] : []),
    ...(code === 'invalid-argument' ? [`Sec-WebSocket-Version: ${VERSION}`] : []),
    ...(retryAfterMs === undefined ? [] : [`Retry-After: ${Math.ceil(retryAfterMs / 1_000)}`]),
  ];
  // Nobody else listens any more, and a socket that breaks now must not end the process.
  socket.on('error', () => socket.destroy());
  socket.end(`${fields.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}

/** Chooses one of the subprotocols that a client offers: ours, else the first that is no token. */
function chooseProtocol(offered: readonly string[]): string | undefined {
  return offered.find((name) => name === PROTOCOL) ?? offered.find((name) => !name.startsWith(TOKEN_PREFIX));
}

function tokenAmong(offered: readonly string[]): string | undefined {
  return offered.find((name) => name.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
}

function protocolsOf({ headers }: Pick<IncomingMessage, 'headers'>): readonly string[] {
  const names = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => HTTP_TOKEN.test(name));
}

function statusOf(code: SdkErrorCode): readonly [status: number, reason: string] {
  switch (code) {
    case 'invalid-argument':
      return [400, 'Bad Request'];
    case 'unauthenticated':
      return [401, 'Unauthorized'];
    case 'permission-denied':
      return [403, 'Forbidden'];
    case 'resource-exhausted':
      return [429, 'Too Many Requests'];
    case 'unavailable':
      return [503, 'Service Unavailable'];
    default:
      return [500, 'Internal Server Error'];
  }
}
