import { PeerServer } from 'peer';

/**
 * PeerJS's own server with its defaults, but for the limit of peers.
 *
 * @returns {Promise<{ port: number }>}
 */
export async function startPeerJs() {
  const options = { host: '127.0.0.1', port: 0, path: '/', concurrent_limit: 1_000_000 };
  const server = await new Promise((resolve) => PeerServer(options, resolve));
  return { port: server.address().port };
}
