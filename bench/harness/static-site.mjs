import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/**
 * A handler that serves the files of a folder; a path without a dot gets index.html.
 *
 * @param {string} folder
 * @returns {import('node:http').RequestListener}
 */
export function serveFolder(folder) {
  const root = normalize(folder + sep);
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = join(root, decodeURIComponent(extname(pathname) ? pathname : '/index.html'));
    const isFile = path.startsWith(root) && statSync(path, { throwIfNoEntry: false })?.isFile();
    if (!isFile) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    createReadStream(path).pipe(response);
  };
}

/**
 * Listens on a free port of the loopback address.
 *
 * @param {import('node:http').Server} server
 * @returns {Promise<number>} the port
 */
export async function listen(server) {
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} [more] other folders, by the beginning of the paths that lead there: `/x/`
 * @returns {Promise<{ port: number, close(): Promise<void> }>}
 */
export async function startStaticSite(folder, more = {}) {
  const others = Object.entries(more).map(([prefix, path]) => ({ prefix, serve: serveFolder(path) }));
  const serve = serveFolder(folder);
  const server = createServer((request, response) => {
    const other = others.find(({ prefix }) => request.url?.startsWith(prefix));
    if (other) request.url = request.url?.slice(other.prefix.length - 1) ?? '/';
    (other?.serve ?? serve)(request, response);
  });
  const port = await listen(server);
  return { port, close: () => closeServer(server) };
}

/**
 * Stops listening and drops every connection.
 *
 * @param {import('node:http').Server} server
 * @returns {Promise<void>}
 */
export function closeServer(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
