import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SdkError, type SdkErrorCode } from '@remotemedia/base';
import { bearerToken } from '../../access/bearer-token.ts';

/** The subprotocol that a client asks for beside its token: a browser fails a handshake in which none is chosen. */
const PROTOCOL = 'remotemedia.v1';
/** Before the token, as a second subprotocol: pages can set no header of a WebSocket's handshake. */
const TOKEN_PREFIX = 'bearer.';
/** RFC 9110 §5.6.2. */
const HTTP_TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * The bearer token of a handshake: its `authorization` header, else the subprotocol `bearer.<token>`. Never a part of
 * the URL, which proxies write to their logs.
 */
export function tokenOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  return bearerToken(headers.authorization) ?? tokenAmong(protocolsOf({ headers }));
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
    ...(retryAfterMs === undefined ? [] : [`Retry-After: ${Math.ceil(retryAfterMs / 1_000)}`]),
  ];
  // Nobody else listens any more, and a socket that breaks now must not end the process.
  socket.on('error', () => socket.destroy());
  socket.end(`${fields.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}

/** Chooses one of the subprotocols that a client offers: ours, else the first that is no token; `false` for none. */
export function chooseProtocol(offered: ReadonlySet<string>): string | false {
  if (offered.has(PROTOCOL)) return PROTOCOL;
  return [...offered].find((name) => !name.startsWith(TOKEN_PREFIX)) ?? false;
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
