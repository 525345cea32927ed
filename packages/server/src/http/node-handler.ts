import type { connectNodeAdapter } from '@connectrpc/connect-node';

/** Answers a request. */
export type NodeHandler = ReturnType<typeof connectNodeAdapter>;
/** A request of either HTTP version. */
export type NodeRequest = Parameters<NodeHandler>[0];
/** A response of either HTTP version. */
export type NodeResponse = Parameters<NodeHandler>[1];

/** Sets header fields, for both versions. */
export function setHeaders(response: NodeResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** Sends a short body and ends the response. The body is left out for HEAD. */
export function reply(response: NodeResponse, status: number, contentType: string, body: string): void {
  response.statusCode = status;
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.setHeader('x-content-type-options', 'nosniff');
  response.end(body);
}

/** Sends one line of plain text and ends the response. */
export function replyText(response: NodeResponse, status: number, text: string): void {
  reply(response, status, 'text/plain; charset=utf-8', `${text}\n`);
}

/** The path of a request, without its query. */
export function pathOf(request: NodeRequest): string {
  return (request.url ?? '/').split('?', 1)[0] || '/';
}
