import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, type ViteDevServer } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const INDEX = '<!doctype html><title>SDK</title><script type="module" src="main.js"></script>\n';

/** A page that uses the SDK. */
export interface PackedPage {
  /** Its script, in JavaScript; it imports the entries of the package by their names. */
  readonly script: string;
  /** Further files beside it. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The packed SDK, installed in a folder beside a page that uses it. */
export class PackedSdk {
  /** Holds the page, and the package in `node_modules`. */
  readonly folder: string;
  readonly #page: PackedPage;

  /** Packs and installs. @param folder empty */
  constructor(folder: string, page: PackedPage) {
    this.folder = folder;
    this.#page = page;
    const output = execFileSync(process.execPath, [join(ROOT, 'scripts/pack.mjs'), 'sdk'], { encoding: 'utf8' });
    const tarball = output.trim().split('\n').at(-1) ?? '';
    mkdirSync(this.packageDir, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', this.packageDir]);
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    this.#write(folder, (text) => text);
  }

  /** Where the package is. */
  get packageDir(): string {
    return join(this.folder, 'node_modules/@remotemedia/sdk');
  }

  /** Builds the page with Vite. @returns the folder to serve */
  async buildWithVite(): Promise<string> {
    const outDir = join(this.folder, 'vite');
    await build({ configFile: false, root: this.folder, logLevel: 'warn', build: { outDir, target: 'es2022' } });
    return outDir;
  }

  /** Serves the page with Vite as it is developed. Whoever starts it closes it. */
  async serveWithVite(): Promise<ViteDevServer> {
    const server = await createServer({
      configFile: false,
      root: this.folder,
      logLevel: 'error',
      server: { port: 0, host: '127.0.0.1', hmr: false, ws: false },
    });
    return await server.listen();
  }

  /** Bundles the page with esbuild, which leaves addresses alone, and copies the files that it asks for beside it. */
  buildWithEsbuild(): string {
    const outDir = join(this.folder, 'esbuild');
    const esbuild = join(ROOT, 'node_modules/esbuild/bin/esbuild');
    const options = [
      '--bundle',
      '--format=esm',
      '--minify',
      `--outfile=${join(outDir, 'main.js')}`,
      '--log-level=error',
    ];
    execFileSync(esbuild, [join(this.folder, 'main.js'), ...options]);
    for (const part of ['workers', 'worklets', 'wasm'])
      cpSync(join(this.packageDir, 'dist', part), join(outDir, part), { recursive: true });
    writeFileSync(join(outDir, 'index.html'), INDEX);
    return outDir;
  }

  /** The page without a build: the script names the package's file. @param packageUrl where the package is served */
  plainPage(name: string, packageUrl: string): string {
    const outDir = join(this.folder, name);
    mkdirSync(outDir);
    this.#write(outDir, (text) =>
      text.replace(
        /'@remotemedia\/sdk\/([\w/]+)'/g,
        (_, entry: string) => `'${packageUrl}/${entry.replace('/', '-')}.js'`,
      ),
    );
    return outDir;
  }

  /** What a call of the script's gives in Node, which has to end by itself. @param call such as `tryCodecs()` */
  runInNode(call: string): string {
    const file = join(this.folder, 'node.mjs');
    writeFileSync(file, `import './main.js';\nconsole.log(await globalThis.${call});\n`);
    return execFileSync(process.execPath, [file], { encoding: 'utf8', timeout: 20_000 }).trim();
  }

  /** Writes the page. @param resolve leads its imports to where they are */
  #write(folder: string, resolve: (text: string) => string): void {
    const { script, files = {} } = this.#page;
    for (const [name, text] of Object.entries({ ...files, 'main.js': script })) {
      writeFileSync(join(folder, name), resolve(text));
    }
    writeFileSync(join(folder, 'index.html'), INDEX);
  }
}
