import { isIP, isIPv4, isIPv6 } from 'node:net';
import type { ProxySettings } from './trusted-proxies.ts';

/** What stands for the address of a connection that is gone already. */
const UNKNOWN = 'unknown';
/** Groups of an IPv6 address that name the network, /64: one customer has all addresses in it. */
const NETWORK_GROUPS = 4;
/** How much of a header field is looked at, from its end, in characters: some fifty addresses. */
const MAX_HEADER_CHARS = 2_048;
/** The node of one element of `Forwarded` (RFC 7239 §4): `for=192.0.2.7`, `for="[2001:db8::7]:4711"`. */
const FORWARDED_FOR = /(?:^|;)\s*for\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i;

/** What of a request says where it comes from, in both HTTP versions. */
export interface AddressedRequest {
  /** Its header fields. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The connection that it came in by. */
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** Tells where requests come from: from the address of the connection, or from what trusted proxies say. */
export class RemoteAddresses {
  readonly #proxies: ProxySettings;

  /** @param proxies which proxies are believed */
  constructor(proxies: ProxySettings) {
    this.#proxies = proxies;
  }

  /** Where a request comes from, as {@link addressKey} has it: the nearest address that is no trusted proxy's. */
  of(request: AddressedRequest): string {
    const { trusts, header } = this.#proxies;
    let address = socketAddressOf(request);
    if (address === undefined || !trusts(address, 0)) return addressKey(address);
    const hops = hopsOf(header, request.headers[header]);
    for (let hop = hops.pop(), count = 0; hop !== undefined && trusts(address, count); hop = hops.pop(), count++) {
      const next = addressOf(hop);
      // A proxy that does not know or does not say for whom it asks: it stands for all of them.
      if (next === undefined) break;
      address = next;
    }
    return addressKey(address);
  }
}

/** Where a request comes from, as {@link addressKey} has it, whatever proxies say. */
export function remoteAddressOf(request: { readonly socket: AddressedRequest['socket'] }): string {
  return addressKey(socketAddressOf(request));
}

/** What stays are counted by: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return UNKNOWN;
  const mapped = unmapped(address);
  if (isIPv4(mapped)) return mapped;
  return isIPv6(address) ? networkOf(address) : UNKNOWN;
}

function socketAddressOf(request: { readonly socket: AddressedRequest['socket'] }): string | undefined {
  try {
    const address = request.socket.remoteAddress;
    return address === undefined ? undefined : unmapped(address);
  } catch {
    // HTTP/2 has no socket to show any more when the connection broke.
    return undefined;
  }
}

/** What each proxy said, the nearest one last. */
function hopsOf(header: ProxySettings['header'], value: string | readonly string[] | undefined): string[] {
  const text = typeof value === 'object' ? value.join(',') : (value ?? '');
  if (text.trim() === '') return [];
  const hops = text.slice(-MAX_HEADER_CHARS).split(',');
  // Half an address could be another one.
  if (text.length > MAX_HEADER_CHARS) hops.shift();
  return header === 'forwarded' ? hops.map(forwardedFor) : hops;
}

function forwardedFor(element: string): string {
  const [, quoted, plain] = FORWARDED_FOR.exec(element) ?? [];
  return quoted ?? plain ?? '';
}

/** The address in what a proxy said, which may have brackets and a port around it. */
function addressOf(hop: string): string | undefined {
  const text = hop.trim();
  const [, bracketed, v4] = /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(text) ?? [];
  const address = unmapped(bracketed ?? v4 ?? text);
  return isIP(address) === 0 ? undefined : address;
}

/** An IPv4 address that is written as an IPv6 one, as itself. */
function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function networkOf(address: string): string {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
