import { isIPv4, isIPv6 } from 'node:net';

/** What stands for the address of a connection that is gone already. */
const UNKNOWN = 'unknown';
/** Groups of an IPv6 address that name the network, /64: one customer has all addresses in it. */
const NETWORK_GROUPS = 4;

/** Where a request comes from, as {@link addressKey} has it. */
export function remoteAddressOf(request: { readonly socket: { readonly remoteAddress?: string | undefined } }): string {
  try {
    return addressKey(request.socket.remoteAddress);
  } catch {
    // HTTP/2 has no socket to show any more when the connection broke.
    return UNKNOWN;
  }
}

/** What stays are counted by: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return UNKNOWN;
  const mapped = address.replace(/^::ffff:/i, '');
  if (isIPv4(mapped)) return mapped;
  return isIPv6(address) ? networkOf(address) : UNKNOWN;
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
