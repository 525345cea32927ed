import type { Duplex } from 'node:stream';
import { cors } from '@connectrpc/connect';
import { ROOM_HEADER } from '../rpc/rpc-routes.ts';
import { type NodeRequest, type NodeResponse, replyText, setHeaders } from './node-handler.ts';

/** Header fields of answers that pages may read: those of the protocols, and when to try again. */
const EXPOSED_HEADERS = [...cors.exposedHeaders, 'retry-after', 'retry-after-ms'].join(', ');
/** Header fields that pages may send. A `*` would not stand for `authorization` (Fetch standard, CORS protocol). */
const ALLOWED_HEADERS = [...cors.allowedHeaders, ROOM_HEADER, 'authorization'].join(', ');
/** How long browsers may remember the answer to a preflight request, in seconds; none remembers it longer than two hours. */
const PREFLIGHT_SECONDS = 7_200;

/** Says pages of which origins may use the server. */
export interface OriginPolicy {
  /** Whether pages of all origins may. */
  readonly allowsAnyOrigin: boolean;
  /** Whether pages of this origin may; `undefined` stands for what is no page. */
  allowsOrigin(origin: string | undefined): boolean;
}

/** What of a request says where it comes from. */
interface WithOrigin {
  readonly headers: { readonly origin?: string | undefined };
}

/**
 * What pages of other origins may do, after one list: call, read what is answered, open WebSockets.
 *
 * Nothing here is decided by cookies, so `access-control-allow-credentials` is never sent.
 */
export class CrossOrigin {
  readonly #policy: OriginPolicy;

  /** @param policy the list */
  constructor(policy: OriginPolicy) {
    this.#policy = policy;
  }

  /** Lets the page that asked read the answer, if pages of its origin may. Call it before the answer begins. */
  openTo(request: WithOrigin, response: NodeResponse): void {
    if (this.#allowOrigin(request, response))
      setHeaders(response, { 'access-control-expose-headers': EXPOSED_HEADERS });
  }

  /** Answers a preflight request (Fetch standard), also one for a server in a private network. */
  replyToPreflight(request: NodeRequest, response: NodeResponse): void {
    if (this.refuse(request, response)) return;
    this.#allowOrigin(request, response);
    setHeaders(response, {
      'access-control-allow-methods': cors.allowedMethods.join(', '),
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    });
    if (request.headers['access-control-request-private-network'] === 'true') {
      response.setHeader('access-control-allow-private-network', 'true');
    }
    response.statusCode = 204;
    response.end();
  }

  /**
   * Refuses a request of a page whose origin may not use the server. Some requests need no preflight, and what they do is
   * done even if the page cannot read the answer.
   *
   * @returns whether it was refused; the response is then over
   */
  refuse(request: WithOrigin, response: NodeResponse): boolean {
    if (this.#policy.allowsOrigin(request.headers.origin)) return false;
    response.setHeader('vary', 'Origin');
    replyText(response, 403, 'pages of this origin may not use this server; its operator can allow them');
    return true;
  }

  /**
   * Refuses a request to become a WebSocket with 403 if it is of a page whose origin may not use the server: browsers ask
   * nobody before they open a WebSocket to another origin (RFC 6455 §10.2).
   *
   * @returns whether it was refused; the socket is then over
   */
  refuseUpgrade(request: WithOrigin, socket: Duplex): boolean {
    if (this.#policy.allowsOrigin(request.headers.origin)) return false;
    // Nobody else listens any more, and a socket that breaks now must not end the process.
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', () => socket.destroy());
    return true;
  }

  /** @returns whether the page may read the answer */
  #allowOrigin({ headers: { origin } }: WithOrigin, response: NodeResponse): boolean {
    const { allowsAnyOrigin } = this.#policy;
    if (!allowsAnyOrigin) response.setHeader('vary', 'Origin');
    const allowed = allowsAnyOrigin ? '*' : origin;
    if (allowed === undefined || !this.#policy.allowsOrigin(origin)) return false;
    response.setHeader('access-control-allow-origin', allowed);
    return true;
  }
}
