import { BlockList, isIP, isIPv6 } from 'node:net';
import { SdkError } from '@remotemedia/base';

/** Most proxies in a row, and most entries of a list of them. */
const MAX_PROXIES = 256;

/** Which proxies are believed when they say for whom they ask. */
export interface ProxyOptions {
  /**
   * How many proxies stand between clients and the server, 1–256, or the addresses and networks (`10.0.0.0/8`) of those
   * that do. Whatever was said by others is not believed. `false` or 0 for none. @default false
   */
  readonly trustProxy?: number | false | readonly string[] | undefined;
  /** The header field that these proxies write; one that they only pass on could come from anyone. @default 'x-forwarded-for' */
  readonly proxyHeader?: 'x-forwarded-for' | 'forwarded' | undefined;
}

/** {@link ProxyOptions} with nothing left open. */
export interface ProxySettings {
  /** The header field that is believed. */
  readonly header: 'x-forwarded-for' | 'forwarded';
  /** Whether the one at an address may say for whom it asks, being the one before the last `hops`. */
  readonly trusts: (address: string, hops: number) => boolean;
}

/** Fills in the defaults. @throws {SdkError} `invalid-argument`, which names the option */
export function toProxySettings({ trustProxy = false, proxyHeader = 'x-forwarded-for' }: ProxyOptions): ProxySettings {
  if (proxyHeader !== 'x-forwarded-for' && proxyHeader !== 'forwarded') {
    throw invalid('proxyHeader', 'x-forwarded-for or forwarded', proxyHeader);
  }
  if (trustProxy === false) return { header: proxyHeader, trusts: () => false };
  if (typeof trustProxy === 'number' && Number.isInteger(trustProxy) && trustProxy >= 0 && trustProxy <= MAX_PROXIES) {
    return { header: proxyHeader, trusts: (_, hops) => hops < trustProxy };
  }
  if (!Array.isArray(trustProxy) || trustProxy.length > MAX_PROXIES) {
    throw invalid('trustProxy', `false, a number from 0 to ${MAX_PROXIES}, or a list of networks`, trustProxy);
  }
  const networks = new BlockList();
  for (const network of trustProxy) addNetwork(networks, network);
  return { header: proxyHeader, trusts: (address) => networks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') };
}

function addNetwork(networks: BlockList, network: unknown): void {
  const [, address = '', bits] = /^([\d.a-f:]+?)(?:\/(\d{1,3}))?$/i.exec(String(network)) ?? [];
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  const expected = 'a number of proxies, or networks such as 10.0.0.0/8';
  if (version === 0 || prefix > most) throw invalid('trustProxy', expected, network);
  networks.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4');
}

function invalid(name: string, expected: string, got: unknown): SdkError {
  return new SdkError('invalid-argument', `${name} must be ${expected}, got ${JSON.stringify(got)?.slice(0, 80)}`);
}
