import type { Pseudonyms } from './pseudonyms.ts';

/** What is kept of a candidate. Source of the form: RFC 8839 §5.1. */
export interface RedactedCandidate {
  /** How it was found. */
  readonly type: 'host' | 'srflx' | 'prflx' | 'relay' | 'unknown';
  /** Transport. */
  readonly protocol: 'udp' | 'tcp' | 'unknown';
  /** Form of its address: `name` is one of multicast DNS. */
  readonly family: 'IPv4' | 'IPv6' | 'name' | 'unknown';
  /** Stands for the address, the same for the same one. */
  readonly address: string;
}

const FORM = /^(?:a=)?candidate:\S{1,64} \d+ (\w+) \d+ (\S+) \d+ typ (\w+)/i;
const TYPES = ['host', 'srflx', 'prflx', 'relay'] as const;
const PROTOCOLS = ['udp', 'tcp'] as const;

/** Keeps of a candidate what tells nothing of where somebody is. `undefined` for what is none. */
export function redactCandidate(text: string, names: Pseudonyms): RedactedCandidate | undefined {
  const [, transport = '', address = '', type = ''] = FORM.exec(text.slice(0, 512)) ?? [];
  if (address === '') return undefined;
  return {
    type: TYPES.find((known) => known === type.toLowerCase()) ?? 'unknown',
    protocol: PROTOCOLS.find((known) => known === transport.toLowerCase()) ?? 'unknown',
    family: familyOf(address),
    address: names.of('address', address),
  };
}

function familyOf(address: string): RedactedCandidate['family'] {
  if (/^\d+(?:\.\d+){3}$/.test(address)) return 'IPv4';
  if (address.includes(':')) return 'IPv6';
  return /\.local$/i.test(address) ? 'name' : 'unknown';
}
