import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { SdkError } from '@remotemedia/base';
import { formatIp, parseIceUri, parseIp, type TransportAddress } from '@remotemedia/protocol/stun';

/** Which kind of address. */
export type IpFamily = 4 | 6;

/**
 * Finds the address of a STUN server.
 *
 * @param uri `stun:host` or `stun:host:port`
 * @param family which of its addresses; IPv4 if it has one, when left out
 * @throws {SdkError} `invalid-argument` for another URI, `not-found` when the name has no such address, `unavailable`
 * when names cannot be looked up
 */
export async function resolveServer(uri: string, family?: IpFamily): Promise<TransportAddress> {
  const { scheme, host, port } = parseIceUri(uri);
  if (scheme !== 'stun') throw new SdkError('invalid-argument', `expected stun:host:port, got a ${scheme}: URI`);
  const addresses = isIP(host) === 0 ? await addressesOf(host) : [host];
  const wanted = family ?? (addresses.some((address) => isIP(address) === 4) ? 4 : 6);
  const address = addresses.find((each) => isIP(each) === wanted);
  if (address === undefined) throw new SdkError('not-found', `${host} has no IPv${wanted} address`);
  // Answers are known by their source, so there must be one way to write it.
  return { address: formatIp(parseIp(address)), port };
}

async function addressesOf(name: string): Promise<string[]> {
  try {
    const found = await lookup(name, { all: true });
    return found.map(({ address }) => address);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOTFOUND';
    const code = isMissing ? 'not-found' : 'unavailable';
    throw new SdkError(code, `the name ${name} could not be looked up`, { cause });
  }
}
