import type { AddressFamily } from './report.ts';

/** Family of the address in a candidate; `unknown` for names (mDNS) and where the browser keeps it back. */
export function familyOf(address: string | null): AddressFamily {
  if (!address) return 'unknown';
  if (address.includes(':')) return 'IPv6';
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(address) ? 'IPv4' : 'unknown';
}
