import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv, { type RequestHandler } from 'sirv';
import {
  type NodeHandler,
  type NodeRequest,
  type NodeResponse,
  pathOf,
  reply,
  replyText,
  setHeaders,
} from './node-handler.ts';

/** What the demo's pages may do. `connect-src` is wide, because a page may be told to use another signaling server. */
const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob: mediastream:",
    "worker-src 'self' blob:",
    "connect-src 'self' ws: wss: http: https:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self)',
};

/** Files whose names change with their content: `name-8characters.ext` in the folder that Vite fills. */
const HASHED_ASSET = /^\/assets\/.+-[\w-]{8}\.\w+$/;
const ONE_RANGE = /^bytes=(\d+)-(\d*)$/;

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>RemoteMedia server</title>
<p>The RemoteMedia server is running. No demo is built here, so there is no page to show;
signaling, <a href="/health">/health</a> and <a href="/config.json">/config.json</a> work.</p></html>
`;

/** Serves the built demo from `demoDir`, or a page that says there is none. */
export function createStaticDemo(demoDir: string | undefined): NodeHandler {
  if (demoDir === undefined || !existsSync(join(demoDir, 'index.html'))) return serveNotBuilt;
  const files = sirv(demoDir, { etag: true, setHeaders: setCaching });
  return (request, response) => {
    setHeaders(response, PAGE_HEADERS);
    dropOddRange(request);
    guardFile(response);
    serve(files, request, response, () => {
      if (!isPage(pathOf(request))) return replyText(response, 404, 'there is no such file');
      request.url = '/index.html';
      serve(files, request, response, () => replyText(response, 404, 'the demo is gone'));
    });
  };
}

function serveNotBuilt(request: NodeRequest, response: NodeResponse): void {
  setHeaders(response, PAGE_HEADERS);
  reply(response, pathOf(request) === '/' ? 200 : 404, 'text/html; charset=utf-8', NOT_BUILT);
}

/** Paths that the demo's own script tells apart; a room's name may have dots in it. */
function isPage(path: string): boolean {
  return path.startsWith('/r/') || !path.includes('.');
}

function setCaching(response: NodeResponse, path: string): void {
  response.setHeader('cache-control', HASHED_ASSET.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
}

/** A range that ends before it starts makes the reader throw; leaving a range out of account is always allowed. */
function dropOddRange(request: NodeRequest): void {
  const { range } = request.headers;
  if (range === undefined) return;
  const [, first, last] = ONE_RANGE.exec(range) ?? [];
  if (first === undefined || (last && Number(last) < Number(first))) delete request.headers.range;
}

/** The file's stream is piped without a look at its errors, and stays open when the client is gone: see to both. */
function guardFile(response: NodeResponse): void {
  response.once('pipe', (file: NodeJS.ReadableStream & { destroy?: () => void }) => {
    file.once('error', () => response.destroy());
    response.once('close', () => file.destroy?.());
  });
}

/** Its types know HTTP/1.1 only, but all it uses exists in both versions. */
function serve(files: RequestHandler, request: NodeRequest, response: NodeResponse, next: () => void): void {
  files(request as Parameters<RequestHandler>[0], response as ServerResponse, next);
}
