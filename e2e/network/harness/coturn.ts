import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rig } from '../rig/rig.mjs';
import { endOf } from './namespaced-server.ts';

const PORT = 3478;
/** What coturn and whoever makes credentials share. */
export const TURN_SECRET = 'shared-by-both-servers';

/** Where it is on the third host of a rig, which is the server. */
export const TURN_URI = `turn:10.70.3.2:${PORT}?transport=udp`;

/** A coturn on a host of a rig. */
export interface NamespacedCoturn {
  /** User name and password that are good for so long (TURN REST). */
  mint(seconds: number): RTCIceServer;
  /** Ends it. */
  close(): Promise<void>;
}

/**
 * Starts a coturn that wants credentials of now for everything: its nonces and allocations are as short as the
 * credentials, so a client that does not renew them is out.
 */
export async function startCoturnOn(rig: Rig, host: string, lifetimeSeconds: number): Promise<NamespacedCoturn> {
  const { namespace, addresses } = rig.host(host);
  const [address = ''] = addresses;
  const dir = mkdtempSync(join(tmpdir(), 'remotemedia-coturn-'));
  const files = ['--log-file', 'stdout', '--pidfile', join(dir, 'pid'), '--userdb', join(dir, 'db')];
  const where = ['-n', '-L', address, '-E', address, '-p', `${PORT}`, '-m', '0', '--no-cli', '--no-tls', '--no-dtls'];
  const auth = ['--realm', 'example.org', '--use-auth-secret', '--static-auth-secret', TURN_SECRET];
  const short = ['--stale-nonce', `${lifetimeSeconds}`, '--max-allocate-lifetime', `${lifetimeSeconds}`];
  const child = namespace.spawn('turnserver', [...where, ...files, ...auth, ...short], { stdio: 'ignore' });
  return {
    mint: (seconds) => {
      const username = `${Math.floor(Date.now() / 1_000) + seconds}:network`;
      const credential = createHmac('sha1', TURN_SECRET).update(username).digest('base64');
      return { urls: TURN_URI, username, credential };
    },
    close: async () => {
      await endOf(child);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
