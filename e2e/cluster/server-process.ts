import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServerOptions } from '@remotemedia/server';
import { build } from 'vite';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** The server from source, made into a file that Node runs. */
export interface ServerProgram {
  /** The file. */
  readonly file: string;
  /** Deletes it. */
  remove(): Promise<void>;
}

/** Makes a program of the server's source. Below the repository, so that the packages it imports are found. */
export async function buildServer(): Promise<ServerProgram> {
  const outDir = await mkdtemp(join(CACHE, 'cluster-'));
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    ssr: { noExternal: [/^@remotemedia\//] },
    build: {
      ssr: 'server-child.ts',
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'server.mjs' } },
    },
  });
  return { file: join(outDir, 'server.mjs'), remove: () => rm(outDir, { recursive: true, force: true }) };
}

/** One server in a process of its own, which can be killed and started again. */
export class ServerProcess {
  /** All that it ever said, this life and earlier ones. */
  readonly lines: string[] = [];
  readonly #program: ServerProgram;
  readonly #options: ServerOptions;
  #child: ChildProcess | undefined;
  #port: number | undefined;

  constructor(program: ServerProgram, options: ServerOptions) {
    this.#program = program;
    this.#options = options;
  }

  /** Its port while it runs. */
  get port(): number | undefined {
    return this.#port;
  }

  /** Starts it and waits until it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [this.#program.file, JSON.stringify(this.#options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const listening = new Promise<number>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.lines.push(line);
        if (line.startsWith('port ')) resolve(Number(line.slice(5)));
      });
      child.once('exit', () => reject(new Error(`the server ended: ${this.lines.join('\n')}`)));
    });
    listening.catch(() => {});
    this.#port = await listening;
  }

  /** Kills it without a word. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to go, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Lets it stand still, as a machine does that is short of everything. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** Lets it go on. */
  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#port = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
