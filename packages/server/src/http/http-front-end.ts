import { createContextValues } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import type { Hub } from '../hub/hub.ts';
import type { LogSink } from '../log.ts';
import { REMOTE_ADDRESS } from '../rpc/remote-address-key.ts';
import type { RpcRoutes } from '../rpc/rpc-routes.ts';
import type { IceServer } from '../server-options.ts';
import { VERSION } from '../version.ts';
import { allowAnyOrigin, replyToPreflight } from './cross-origin.ts';
import { type NodeHandler, type NodeRequest, type NodeResponse, pathOf, reply, replyText } from './node-handler.ts';
import { remoteAddressOf } from './remote-address.ts';
import { createStaticDemo } from './static-demo.ts';
import { dropUnreadBody } from './unread-body.ts';

/** Settings of {@link createHttpFrontEnd}. */
export interface HttpFrontEndOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** The services. */
  readonly routes: RpcRoutes;
  /** What `/config.json` tells pages about STUN and TURN. */
  readonly iceServers: readonly IceServer[];
  /** Folder of the built demo. */
  readonly demoDir: string | undefined;
  /** Ends all streaming calls when it aborts. */
  readonly shutdownSignal: AbortSignal;
  /** Takes lines of the log. */
  readonly log: LogSink;
}

/** Answers every HTTP request, whatever comes: calls, `/health`, `/config.json`, the demo. */
export function createHttpFrontEnd(options: HttpFrontEndOptions): NodeHandler {
  const { routes, shutdownSignal, log } = options;
  const demo = createStaticDemo(options.demoDir);
  const pages = new Map<string, () => string>([
    ['/health', () => health(options)],
    ['/config.json', () => JSON.stringify({ iceServers: options.iceServers, version: VERSION })],
  ]);
  const callPaths = /^\/remotemedia\.v1\./;
  const calls = connectNodeAdapter({
    routes: (router) => routes.register(router),
    fallback: (request, response) => servePage(pages, demo, request, response),
    contextValues: (request) => createContextValues().set(REMOTE_ADDRESS, remoteAddressOf(request)),
    acceptCompression: [],
    readMaxBytes: MAX_MESSAGE_BYTES,
    shutdownSignal,
  });
  return (request, response) => {
    try {
      dropUnreadBody(request, response);
      if (callPaths.test(request.url ?? '')) allowAnyOrigin(response);
      if (request.method === 'OPTIONS') replyToPreflight(response);
      else calls(request, response);
    } catch (cause) {
      // A Host field that makes no URL, for one: the adapter throws before it looks at anything else.
      log({ level: 'warn', message: 'a malformed HTTP request was refused', cause });
      refuse(response);
    }
  };
}

function servePage(
  pages: ReadonlyMap<string, () => string>,
  demo: NodeHandler,
  request: NodeRequest,
  response: NodeResponse,
): void {
  const page = pages.get(pathOf(request));
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead) {
    if (page) response.setHeader('allow', 'GET, HEAD');
    replyText(response, page ? 405 : 404, page ? 'only GET is served here' : 'there is no such method or page');
  } else if (!page) {
    demo(request, response);
  } else {
    allowAnyOrigin(response);
    response.setHeader('cache-control', 'no-store');
    reply(response, 200, 'application/json', page());
  }
}

function health({ hub, routes }: HttpFrontEndOptions): string {
  const { peers, rooms } = hub.stats();
  const uptime = routes.uptimeSeconds;
  return JSON.stringify({ status: 'healthy', version: VERSION, uptime_seconds: uptime, connected_peers: peers, rooms });
}

function refuse(response: NodeResponse): void {
  if (response.headersSent) response.destroy();
  else replyText(response, 400, 'the request is malformed');
}
