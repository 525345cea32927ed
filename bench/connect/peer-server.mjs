import { PeerServer } from 'peer';
import { closeServer } from '../harness/static-site.mjs';

/**
 * PeerJS's own server, on a free port.
 *
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function startPeerServer() {
  const server = await new Promise((resolve) => PeerServer({ host: '127.0.0.1', port: 0, path: '/' }, resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => closeServer(server) };
}
