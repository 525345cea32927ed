import { createContextValues } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import type { Hub } from '../hub/hub.ts';
import type { LogSink } from '../log.ts';
import { REMOTE_ADDRESS } from '../rpc/remote-address-key.ts';
import type { RpcRoutes } from '../rpc/rpc-routes.ts';
import type { IceServer } from '../server-options.ts';
import { VERSION } from '../version.ts';
import { CrossOrigin, type OriginPolicy } from './cross-origin.ts';
import { ALWAYS_HEALTHY, type HealthSource, healthOf, livenessOf, readinessOf } from './health.ts';
import { createMetricsPage, type MetricsText } from './metrics-page.ts';
import { type NodeHandler, type NodeRequest, type NodeResponse, pathOf, reply, replyText } from './node-handler.ts';
import { RemoteAddresses } from './remote-address.ts';
import { createStaticDemo } from './static-demo.ts';
import { toProxySettings } from './trusted-proxies.ts';
import { dropUnreadBody } from './unread-body.ts';

/** The policy of a server that is for everyone. */
const ANY_ORIGIN: OriginPolicy = { allowsAnyOrigin: true, allowsOrigin: () => true };

/** Services of the distributor as they are called without their package. */
const BARE_SERVICE = /^\/(?:Worker|Client)Service\//;

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
  /** Pages of which origins may call. @default all */
  readonly crossOrigin?: CrossOrigin | undefined;
  /** Where requests come from. @default where their connections do */
  readonly addresses?: RemoteAddresses | undefined;
  /** What health checks ask. @default nothing is ever wrong */
  readonly health?: HealthSource | undefined;
  /** What `/metrics` shows. @default there is no such page */
  readonly metrics?: MetricsText | undefined;
  /** Bearer token without which `/metrics` is refused. @default none is asked for */
  readonly metricsToken?: string | undefined;
  /** What `/openrpc.json` shows. @default there is no such page */
  readonly openRpc?: (() => object) | undefined;
  /** Ends all streaming calls when it aborts. */
  readonly shutdownSignal: AbortSignal;
  /** Takes lines of the log. */
  readonly log: LogSink;
}

/** Answers every HTTP request, whatever comes: calls, health checks, metrics, `/config.json`, the demo. */
export function createHttpFrontEnd(options: HttpFrontEndOptions): NodeHandler {
  const { routes, shutdownSignal, log } = options;
  const { crossOrigin = new CrossOrigin(ANY_ORIGIN), addresses = new RemoteAddresses(toProxySettings({})) } = options;
  const pages = pagesOf(options, crossOrigin);
  const demo = createStaticDemo(options.demoDir);
  const callPaths = /^\/(remotemedia\.v1|grpc)\./;
  const calls = connectNodeAdapter({
    routes: (router) => routes.register(router),
    fallback: (request, response) => servePage(pages, demo, request, response),
    contextValues: (request) => createContextValues().set(REMOTE_ADDRESS, addresses.of(request)),
    acceptCompression: [],
    readMaxBytes: MAX_MESSAGE_BYTES,
    shutdownSignal,
  });
  return (request, response) => {
    try {
      dropUnreadBody(request, response);
      nameInFull(request);
      const isCall = callPaths.test(request.url ?? '');
      if (request.method === 'OPTIONS') return crossOrigin.replyToPreflight(request, response);
      if (isCall && crossOrigin.refuse(request, response)) return;
      if (isCall) crossOrigin.openTo(request, response);
      if (!isCall || !routes.takeRequest(request, response)) calls(request, response);
    } catch (cause) {
      // A Host field that makes no URL, for one: the adapter throws before it looks at anything else.
      log({ level: 'warn', message: 'a malformed HTTP request was refused', cause });
      refuse(response);
    }
  };
}

/** Workers whose schema has no package call their service by its bare name. */
function nameInFull(request: NodeRequest): void {
  if (BARE_SERVICE.test(request.url ?? '')) request.url = `/remotemedia.v1.${request.url?.slice(1)}`;
}

/** The pages that are no files, by path. */
function pagesOf(options: HttpFrontEndOptions, crossOrigin: CrossOrigin): ReadonlyMap<string, NodeHandler> {
  const { health = ALWAYS_HEALTHY, hub, routes, iceServers, metrics, metricsToken, openRpc } = options;
  const json = (answer: () => Answer) => jsonPage(answer, crossOrigin);
  const always = (value: () => object) => {
    let body: string | undefined;
    return json(() => {
      body ??= JSON.stringify(value());
      return { status: 200, body };
    });
  };
  const pages = new Map<string, NodeHandler>([
    ['/health', json(() => healthOf(health, { ...hub.stats(), uptimeSeconds: routes.uptimeSeconds }))],
    ['/health/live', json(livenessOf)],
    ['/health/ready', json(() => readinessOf(health))],
    ['/config.json', always(() => ({ iceServers, version: VERSION }))],
  ]);
  if (openRpc) pages.set('/openrpc.json', always(openRpc));
  if (metrics) pages.set('/metrics', createMetricsPage(metrics, metricsToken));
  return pages;
}

/** What a page of JSON answers. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

function jsonPage(answer: () => Answer, crossOrigin: CrossOrigin): NodeHandler {
  return (request, response) => {
    const { status, body } = answer();
    crossOrigin.openTo(request, response);
    response.setHeader('cache-control', 'no-store');
    reply(response, status, 'application/json', body);
  };
}

function servePage(
  pages: ReadonlyMap<string, NodeHandler>,
  demo: NodeHandler,
  request: NodeRequest,
  response: NodeResponse,
): void {
  const page = pages.get(pathOf(request));
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead) {
    (page ?? demo)(request, response);
  } else {
    if (page) response.setHeader('allow', 'GET, HEAD');
    replyText(response, page ? 405 : 404, page ? 'only GET is served here' : 'there is no such method or page');
  }
}

function refuse(response: NodeResponse): void {
  if (response.headersSent) response.destroy();
  else replyText(response, 400, 'the request is malformed');
}
