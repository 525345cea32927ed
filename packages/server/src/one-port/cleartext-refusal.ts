import { type NodeHandler, replyText } from '../http/node-handler.ts';
import { closeAfterAnswer } from '../http/unread-body.ts';
import type { UpgradeHandler } from './one-port.ts';

/** What fits a `Host` field: a name, an IPv4 address or an IPv6 address in brackets, and a port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** Answers what is asked for in cleartext on a port that serves TLS only: pages are redirected, all else is refused. */
export const redirectToTls: NodeHandler = (request, response) => {
  const { host } = request.headers;
  const isPage = request.method === 'GET' || request.method === 'HEAD';
  // A call must not be repeated by itself: its token has been in the open already.
  if (!isPage || host === undefined || !HOST.test(host) || request.headers.authorization !== undefined) {
    response.setHeader('connection', 'close');
    replyText(response, 403, 'this port speaks TLS only: use https, wss or gRPC with TLS');
    return;
  }
  response.statusCode = 308;
  response.setHeader('location', `https://${host}${request.url?.startsWith('/') ? request.url : '/'}`);
  response.setHeader('connection', 'close');
  response.end();
};

/** Refuses a WebSocket in cleartext, and lets go of its connection whether or not the client does. */
export const refuseCleartextUpgrade: UpgradeHandler = (_request, socket) => {
  closeAfterAnswer(socket, 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
};
