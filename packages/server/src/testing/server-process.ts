import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
/** How long a bundle may be in use, in milliseconds. */
const MOST_AGE_MS = 600_000;
/** The source of this command, made into one file that Node runs; once for each run of tests. */
let bundled: Promise<string> | undefined;

/** The server's command in a process of its own, from source, for tests that kill it. */
export class ServerProcess {
  /** Settles when it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly #child: ChildProcess;
  #output = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk;
      });
    }
  }

  /** Runs the command to see what it does; it may not get as far as to listen. */
  static async spawn(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
    bundled ??= bundle();
    const child = spawn(process.execPath, [await bundled, ...args], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ServerProcess(child);
  }

  /** Starts a server on a free port and waits until it listens. */
  static async start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
    const server = await ServerProcess.spawn(['--port', '0', ...args], env);
    await server.printed(/listening on/);
    return server;
  }

  /** Where it listens. */
  get url(): string {
    const [, url = ''] = /listening on (https?:\/\/[^\s"]+)/.exec(this.#output) ?? [];
    return url;
  }

  /** All that it printed so far, on either stream. */
  get output(): string {
    return this.#output;
  }

  /** Waits until it has printed something. @throws {Error} when it ends before */
  async printed(pattern: RegExp): Promise<void> {
    let hasEnded = false;
    void this.ended.then(() => {
      hasEnded = true;
    });
    while (!pattern.test(this.#output)) {
      if (hasEnded) throw new Error(`the server ended: ${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Ends it without a word and waits until it is gone. Idempotent. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.ended;
  }
}

async function bundle(): Promise<string> {
  // Below the repository, so that the packages it imports are found.
  const folder = join(ROOT, '.cache/test-server');
  mkdirSync(folder, { recursive: true });
  removeOld(folder);
  const file = join(folder, `main-${process.pid}.mjs`);
  const external = Object.keys(packageJson.dependencies).map((name) => `--external:${name}`);
  const flags = ['--bundle', '--platform=node', '--format=esm', '--log-level=error', `--outfile=${file}`];
  const source = fileURLToPath(new URL('../main.ts', import.meta.url));
  const child = spawn(join(ROOT, 'node_modules/.bin/esbuild'), [source, ...flags, ...external], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('the server could not be made into one file');
  return file;
}

/** Tests end without a chance to clean up, and others may run at this moment. */
function removeOld(folder: string): void {
  for (const file of readdirSync(folder).map((name) => join(folder, name))) {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > MOST_AGE_MS) rmSync(file, { force: true });
  }
}
