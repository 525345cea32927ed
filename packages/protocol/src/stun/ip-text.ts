import { malformed } from './malformed.ts';

/** Longest text of an IP address: eight groups, the last two written as IPv4. */
const MAX_IP_LENGTH = 45;
const BYTE = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[\da-f]{1,4}$/i;
const GROUPS = 8;

/**
 * Reads an IP address: IPv4 in four decimal numbers, IPv6 as RFC 4291 §2.2 writes it, without a zone.
 *
 * @returns 4 or 16 bytes
 * @throws {SdkError} `invalid-argument` when it is neither
 */
export function parseIp(text: string): Uint8Array {
  const bytes = text.length > MAX_IP_LENGTH ? undefined : (bytesOfV4(text) ?? bytesOfV6(text));
  if (bytes) return bytes;
  throw malformed(`expected an IP address, got ${JSON.stringify(text.slice(0, MAX_IP_LENGTH))}`);
}

/**
 * Writes an IP address: IPv4 in four decimal numbers, IPv6 as RFC 5952 wants it (lower case, longest run of zeros
 * left out), except that no part of it is written as IPv4.
 *
 * @param bytes 4 or 16
 * @throws {SdkError} `invalid-argument` for any other number of bytes
 */
export function formatIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) throw malformed(`an IP address has 4 or 16 bytes, got ${bytes.length}`);
  const groups = Array.from({ length: GROUPS }, (_none, index) => groupAt(bytes, index));
  const { start, length } = longestZeros(groups);
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function bytesOfV4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => BYTE.test(part) && Number(part) < 256)) return undefined;
  return Uint8Array.from(parts, Number);
}

function bytesOfV6(text: string): Uint8Array | undefined {
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return undefined;
  const left = groupsOf(head, tail === undefined);
  const right = groupsOf(tail ?? '', true);
  if (!left || !right) return undefined;
  const missing = GROUPS - left.length - right.length;
  // The two colons stand for one group at least; without them none may be missing.
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => 0), ...right];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function groupsOf(text: string, mayEndInV4: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const v4 = mayEndInV4 ? bytesOfV4(parts.at(-1) ?? '') : undefined;
  if (v4) parts.pop();
  if (!parts.every((part) => GROUP.test(part))) return undefined;
  const groups = parts.map((part) => Number.parseInt(part, 16));
  return v4 ? [...groups, groupAt(v4, 0), groupAt(v4, 1)] : groups;
}

function groupAt(bytes: Uint8Array, index: number): number {
  return ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0);
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}

function hex(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(':');
}
