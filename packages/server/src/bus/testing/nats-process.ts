import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';

const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin'];

/** Where `nats-server` is; `undefined` on a machine that has none. */
export const NATS_SERVER: string | undefined = FOLDERS.map((dir) => join(dir, 'nats-server')).find(existsSync);

/** A real `nats-server` on a port of its own, for tests. */
export class NatsProcess {
  /** Its port. */
  readonly port: number;
  #process: ChildProcess | undefined;

  readonly #flags: readonly string[];

  private constructor(port: number, flags: readonly string[]) {
    this.port = port;
    this.#flags = flags;
  }

  /** Starts one. @param flags for its command line */
  static async start(...flags: string[]): Promise<NatsProcess> {
    const nats = new NatsProcess(await freePort(), flags);
    await nats.start();
    return nats;
  }

  /** Its address. */
  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Starts it, again perhaps, and waits until it takes connections. */
  async start(): Promise<void> {
    this.#process = spawn(NATS_SERVER ?? 'nats-server', ['-a', '127.0.0.1', '-p', String(this.port), ...this.#flags], {
      stdio: 'ignore',
    });
    while (!(await takesConnections(this.port))) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Kills it without a word. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running) return;
    running.kill('SIGKILL');
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
