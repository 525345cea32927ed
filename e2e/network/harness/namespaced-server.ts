import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ServerOptions } from '@remotemedia/server';
import type { ServerProgram } from '../../cluster/server-process.ts';
import type { Rig } from '../rig/rig.mjs';

/** A server in a process of its own on a host of a rig. */
export class NamespacedServer {
  readonly #child: ChildProcess;
  /** Origin of its page, and where signaling runs. */
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Starts it and waits until it listens. */
  static async start(
    rig: Rig,
    host: string,
    program: ServerProgram,
    options: ServerOptions,
  ): Promise<NamespacedServer> {
    const { namespace, addresses } = rig.host(host);
    const settings = JSON.stringify({ host: '0.0.0.0', port: 8080, ...options });
    const child = namespace.spawn(process.execPath, [program.file, settings], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (!child.stdout) throw new Error('the server was started without a pipe');
    const lines = createInterface({ input: child.stdout });
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the server ended before it listened')));
    ended.catch(() => {});
    const listening = new Promise<void>((resolve) => {
      lines.on('line', (line) => line.startsWith('port ') && resolve());
    });
    await Promise.race([listening, ended]);
    return new NamespacedServer(child, `http://${addresses[0]}:8080`);
  }

  /** Ends it. */
  async close(): Promise<void> {
    await endOf(this.#child);
  }
}

/** Ends a child and waits until it has. */
export async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
