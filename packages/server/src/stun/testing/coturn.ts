import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StunClient } from '../stun-client.ts';
import { StunServer } from '../stun-server.ts';

/** The server's program. */
export const TURN_SERVER = 'turnserver';

/** Whether a program of coturn is installed. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A coturn of a test, on 127.0.0.1 and 127.0.0.2. */
export interface Coturn {
  /** Its first port; the second is the one after it. */
  readonly port: number;
  /** What it wrote so far. */
  readonly output: () => string;
  /** Ends it. */
  readonly close: () => Promise<void>;
}

/** Starts a coturn and waits until it answers. @param more flags beside those for addresses and files */
export async function startCoturn(more: readonly string[]): Promise<Coturn> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'coturn-'));
  const flags = ['-n', '-L', '127.0.0.1', '-L', '127.0.0.2', '-p', `${port}`, '-m', '0', '--no-cli'];
  const files = ['--log-file', 'stdout', '--pidfile', join(dir, 'pid'), '--userdb', join(dir, 'db')];
  const plain = ['--no-tls', '--no-dtls', '--no-tcp', '--no-tcp-relay', '--realm', 'example.org'];
  const child = spawn(TURN_SERVER, [...flags, ...files, ...plain, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const close = async (): Promise<void> => {
    await end(child);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await new StunClient().binding(`stun:127.0.0.1:${port}`, { timeoutMs: 10_000 });
  } catch (cause) {
    await close();
    throw new Error(`coturn did not answer; it wrote: ${output}`, { cause });
  }
  return { port, output: () => output, close };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  // It may take its time over a clean end, and nobody needs one.
  if (!(await Promise.race([gone, sleep(2_000, undefined, { ref: false })]))) child.kill('SIGKILL');
  await gone;
}

/** A port that is free, with the one after it, at the moment. */
async function freePort(): Promise<number> {
  for (;;) {
    const first = await StunServer.open({ host: '127.0.0.1', port: 0, alternate: undefined });
    const port = first.addresses[0]?.port ?? 0;
    await first.close();
    if (port < 65_535) return port;
  }
}
