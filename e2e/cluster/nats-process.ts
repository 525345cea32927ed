import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin'];

/** Where `nats-server` is; `undefined` on a machine that has none. */
export const NATS_SERVER: string | undefined = FOLDERS.map((dir) => join(dir, 'nats-server')).find(existsSync);

/** A real `nats-server` on a port of its own, which can be killed and started again. */
export class NatsProcess {
  readonly #port: number;
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  /** Starts one. */
  static async start(): Promise<NatsProcess> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    const nats = new NatsProcess(typeof address === 'object' && address ? address.port : 0);
    probe.close();
    await once(probe, 'close');
    await nats.start();
    return nats;
  }

  /** Its address. */
  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  /** Starts it and waits until it takes connections. */
  async start(): Promise<void> {
    const args = ['-a', '127.0.0.1', '-p', String(this.#port)];
    this.#process = spawn(NATS_SERVER ?? 'nats-server', args, { stdio: 'ignore' });
    while (!(await takesConnections(this.#port))) await sleep(20);
  }

  /** Kills it without a word. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
