import { startPeerJs } from './peerjs.mjs';
import { startSocketIo } from './socket-io.mjs';

/** Of our server. */
const LIMITS = ['Connection', 'Address', 'Room']
  .flatMap((of) => [`messagesPer${of}`, `bytesPer${of}`])
  .concat('joinsPerAddress', 'joinsPerRoom', 'connectionsPerAddress');

/**
 * Starts the server that a contender talks to.
 *
 * @param {string} contender
 * @param {string} serverModule path of our bundled server
 * @returns {Promise<{ port: number }>}
 */
export async function startServerOf(contender, serverModule) {
  if (contender === 'peerjs') return startPeerJs();
  if (contender === 'socket.io') return startSocketIo();
  const { startServer } = await import(serverModule);
  // Its limits for one address would stop a load that comes from one machine. They are in force, so that what it costs
  // to look at them is counted, but out of reach.
  const rates = Object.fromEntries(LIMITS.map((name) => [name, { perSecond: 1e9, burst: 1e9 }]));
  return startServer({ host: '127.0.0.1', port: 0, maxStaysPerAddress: 1_000_000, maxRooms: 1_000_000, rates });
}
