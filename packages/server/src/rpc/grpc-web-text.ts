import type { ConnectRouter } from '@connectrpc/connect';
import type { UniversalHandler, UniversalServerRequest, UniversalServerResponse } from '@connectrpc/connect/protocol';

/** gRPC-Web in base64: the only form in which Google's `grpc-web` streams, because it reads responses as text. */
const TEXT_TYPE = /^application\/grpc-web-text(?:\+proto)?(?:\s*;.*)?$/i;
const BINARY_TYPE = 'application/grpc-web+proto';
/** Base64 without what does not belong to it: whole groups of four characters, with padding at the end at the most. */
const PIECES = /[^=]+={0,2}/g;

/** Lets all that the router has so far be called in gRPC-Web's text format, too. */
export function acceptGrpcWebText(router: ConnectRouter): void {
  const { handlers } = router;
  handlers.forEach((handler, index) => {
    handlers[index] = withText(handler);
  });
}

function withText(handler: UniversalHandler): UniversalHandler {
  const handle = async (request: UniversalServerRequest): Promise<UniversalServerResponse> => {
    const contentType = request.header.get('content-type');
    if (contentType === null || !TEXT_TYPE.test(contentType)) return handler(request);
    const header = new Headers(request.header);
    header.set('content-type', BINARY_TYPE);
    const response = await handler({ ...request, header, body: decoded(request.body) });
    const responseHeader = new Headers(response.header);
    responseHeader.set('content-type', 'application/grpc-web-text+proto');
    return { ...response, header: responseHeader, ...(response.body && { body: encoded(response.body) }) };
  };
  return Object.assign(handle, handler);
}

/** Each piece that the client put together has its own padding. */
async function* decoded(body: UniversalServerRequest['body']): AsyncGenerator<Uint8Array> {
  let rest = '';
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    const text = rest + Buffer.from(chunk).toString('latin1');
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    for (const piece of text.slice(0, whole).match(PIECES) ?? []) yield Buffer.from(piece, 'base64');
  }
  // Less than a group of four: padding was left off.
  if (rest !== '') yield Buffer.from(rest, 'base64');
}

async function* encoded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) yield Buffer.from(Buffer.from(chunk).toString('base64'), 'latin1');
}
