import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { BoundSocket } from './bound-socket.ts';
import type { StunSettings } from './stun-options.ts';

/** Opens one socket. */
type OpenSocket = (address: string, port: number) => Promise<BoundSocket>;

/** How often a free port is tried that must be free at more than one address. */
const ATTEMPTS = 10;
/** What the system says of an address that this machine does not have, or of a family that is switched off. */
const NOT_HERE = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

/**
 * Opens the sockets that the settings ask for, the first address and port first: all addresses of the host at one
 * port, or the four combinations with the second address and port. Either all of them are open or none.
 *
 * @throws what the system says
 */
export async function openSockets(settings: StunSettings, open: OpenSocket): Promise<BoundSocket[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await (settings.alternate ? openFour(settings, settings.alternate, open) : openOnePort(settings, open));
    } catch (error) {
      const mayTryAnother = settings.port === 0 || settings.alternate?.port === 0;
      if (!mayTryAnother || codeOf(error) !== 'EADDRINUSE' || attempt === ATTEMPTS) throw error;
    }
  }
}

async function openOnePort({ host, port }: StunSettings, open: OpenSocket): Promise<BoundSocket[]> {
  const addresses = await addressesOf(host);
  const opened: BoundSocket[] = [];
  let fault: unknown;
  for (const address of addresses) {
    try {
      opened.push(await open(address, opened[0]?.at.port ?? port));
    } catch (error) {
      fault = error;
      if (addresses.length === 1 || !NOT_HERE.includes(codeOf(error))) return await closeAndThrow(opened, error);
    }
  }
  if (opened.length === 0) throw fault;
  return opened;
}

async function openFour(
  { host, port }: StunSettings,
  alternate: NonNullable<StunSettings['alternate']>,
  open: OpenSocket,
): Promise<BoundSocket[]> {
  const opened: BoundSocket[] = [];
  try {
    const first = await open(host, port);
    opened.push(first);
    const second = await open(alternate.host, alternate.port);
    opened.push(second);
    opened.push(await open(host, second.at.port));
    opened.push(await open(alternate.host, first.at.port));
    return opened;
  } catch (error) {
    return await closeAndThrow(opened, error);
  }
}

async function closeAndThrow(opened: readonly BoundSocket[], error: unknown): Promise<never> {
  await Promise.all(opened.map((socket) => socket.close()));
  throw error;
}

async function addressesOf(host: string): Promise<string[]> {
  // `::` stands for both families, as it does for TCP servers.
  if (host === '::') return ['::', '0.0.0.0'];
  if (isIP(host) !== 0) return [host];
  const found = await lookup(host, { all: true });
  return [...new Set(found.map(({ address }) => address))];
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
