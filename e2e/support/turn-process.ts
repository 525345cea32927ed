import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** User and password that the server knows. */
export const TURN_USER = { username: 'ada', credential: 'of-the-engine' } as const;

/** Where Debian puts what this needs. */
const FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];
const HOST = '127.0.0.1';
/** How long the server may take to listen, in milliseconds, and how often that is tried. */
const START_MS = 15_000;
const STEP_MS = 100;

/** A coturn of a test, on this machine alone. Whoever starts it closes it. */
export interface TurnProcess {
  /** `stun:` URL. */
  readonly stun: string;
  /** `turn:` and `turns:` URLs, by transport. */
  readonly turn: { readonly udp: string; readonly tcp: string; readonly tls: string };
  /** Ends it. */
  close(): Promise<void>;
}

/** Whether this machine has what {@link startTurn} needs: `turnserver` (coturn) and `openssl`. */
export function hasTurn(): boolean {
  return ['turnserver', 'openssl'].every((program) => FOLDERS.some((folder) => existsSync(join(folder, program))));
}

/** Starts a coturn that relays over UDP, TCP and TLS, with a certificate of its own that nobody vouches for. */
export async function startTurn(): Promise<TurnProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'turn-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const { cert, key } = makeCertificate(folder);
  const { username, credential } = TURN_USER;
  const flags = ['-n', '-m', '0', '--no-cli', '--no-dtls', '--log-file', 'stdout', '--allow-loopback-peers'];
  const files = ['--pidfile', join(folder, 'pid'), '--userdb', join(folder, 'db'), '--cert', cert, '--pkey', key];
  const listen = ['-L', HOST, '-E', HOST, '-p', `${port}`, '--tls-listening-port', `${tlsPort}`];
  const users = ['--lt-cred-mech', '--realm', 'example.org', '--user', `${username}:${credential}`];
  const child = spawn('turnserver', [...flags, ...files, ...listen, ...users], { stdio: 'ignore' });
  const close = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all([whenListening(port), whenListening(tlsPort)]);
  } catch (error) {
    await close();
    throw error;
  }
  const turn = `turn:${HOST}:${port}?transport=`;
  const urls = { udp: `${turn}udp`, tcp: `${turn}tcp`, tls: `turns:${HOST}:${tlsPort}?transport=tcp` };
  return { stun: `stun:${HOST}:${port}`, turn: urls, close };
}

function makeCertificate(folder: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=IP:${HOST}`];
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { cert, key };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function whenListening(port: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < START_MS; waitedMs += STEP_MS) {
    const socket = createConnection({ host: HOST, port });
    const isOpen = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
      sleep(STEP_MS * 10, false),
    ]);
    socket.destroy();
    if (isOpen) return;
    await sleep(STEP_MS);
  }
  throw new Error(`coturn did not listen on port ${port} within ${START_MS} ms`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  // It may take its time over a clean end, and nobody needs one.
  if (!(await Promise.race([gone, sleep(2_000, undefined, { ref: false })]))) child.kill('SIGKILL');
  await gone;
}
