import { networkInterfaces } from 'node:os';

/**
 * The URLs at which people can reach a server, this machine's own first.
 *
 * @param {string} host that it listens on
 * @param {number} port
 * @returns {string[]}
 */
export function urlsOf(host, port) {
  if (!['0.0.0.0', '::'].includes(host)) return [urlOf(host, port)];
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => urlOf(address, port));
  return [urlOf('localhost', port), ...others];
}

/** @param {string} host @param {number} port @returns {string} */
function urlOf(host, port) {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
