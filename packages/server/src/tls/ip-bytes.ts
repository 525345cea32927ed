import { isIPv4, isIPv6 } from 'node:net';

/** The 4 or 16 bytes of an IP address; `undefined` for any other text. */
export function ipBytes(text: string): Buffer | undefined {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number));
  if (!isIPv6(text) || text.includes('%')) return undefined;
  // A URL has it in one form only: small letters, no dots, the longest run of zeros left out.
  const [head = '', tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const zeros = new Array<string>(8 - left.length - right.length).fill('0');
  const groups = [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
  return Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
