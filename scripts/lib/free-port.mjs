import { createServer } from 'node:net';
import { Stop } from './stop.mjs';

/**
 * Makes sure that the port can be listened on; on both loopback addresses if the host is `localhost`.
 *
 * @param {number} port 0 for any
 * @param {string} host
 * @returns {Promise<number>} the port, or one that is free now
 */
export async function freePort(port, host) {
  if (host !== 'localhost') return probe(port, host);
  const found = await probe(port, '127.0.0.1');
  // Machines without IPv6 are no reason to stop.
  await probe(found, '::1', ['EADDRNOTAVAIL', 'EAFNOSUPPORT']);
  return found;
}

/**
 * @param {number} port
 * @param {string} host
 * @param {readonly string[]} [pardoned] codes of errors that do not matter
 * @returns {Promise<number>}
 */
function probe(port, host, pardoned = []) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (pardoned.includes(error.code ?? '')) resolve(port);
      else reject(new Stop(portFault(error, port, host)));
    });
    server.listen(port, host, () => {
      const address = server.address();
      const found = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}

/** @param {NodeJS.ErrnoException} error @param {number} port @param {string} host @returns {string} */
function portFault({ code, message }, port, host) {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use: end what uses it, or take another one with "npm start -- --port ${port + 1}".`;
  }
  if (code === 'EACCES') return `Port ${port} may not be used by this user: take one from 1024 on.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${host} is not an address of this machine.`;
  }
  return `Port ${port} of ${host} cannot be used: ${message}`;
}
