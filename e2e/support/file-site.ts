import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** How a site answers. */
export interface FileSiteOptions {
  /** Folders by the path under which they are served; the longest that fits counts. */
  readonly folders: Readonly<Record<string, string>>;
  /** Headers of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Paths that are answered with a page instead of the file, as many hosts do. */
  readonly replaced?: readonly string[];
}

/** A web server of files, on a port of its own. Whoever starts it closes it. */
export class FileSite implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts to serve. */
  static async start({ folders, headers = {}, replaced = [] }: FileSiteOptions): Promise<FileSite> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://site').pathname;
      const isReplaced = replaced.includes(path);
      const file = isReplaced ? undefined : fileOf(folders, path);
      const type = isReplaced ? 'text/html' : (MIME_TYPES[extname(file ?? '')] ?? 'application/octet-stream');
      (file ? readFile(file) : Promise.resolve(Buffer.from(isReplaced ? '<!doctype html>' : ''))).then(
        (body) => response.writeHead(file || isReplaced ? 200 : 404, { 'content-type': type, ...headers }).end(body),
        () => response.writeHead(404, headers).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FileSite(server);
  }

  /** Its address, without a slash at the end. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the site does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function fileOf(folders: Readonly<Record<string, string>>, path: string): string | undefined {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const prefix = prefixes.find((start) => path.startsWith(start));
  const folder = prefix === undefined ? undefined : folders[prefix];
  if (prefix === undefined || folder === undefined) return undefined;
  const rest = normalize(decodeURIComponent(path.slice(prefix.length)));
  return rest.startsWith('..') ? undefined : join(folder, rest === '.' ? 'index.html' : rest);
}
