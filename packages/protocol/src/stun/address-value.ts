import type { TransportAddress } from './attribute.ts';
import { bytesOfU16, joined, u16 } from './byte-reading.ts';
import { formatIp, parseIp } from './ip-text.ts';
import { malformed } from './malformed.ts';
import { wholeNumber } from './whole-number.ts';

const IPV4 = 0x01;
const IPV6 = 0x02;

/**
 * Reads the value of an address attribute. RFC 8489 §14.1
 *
 * @param mask bytes that it was combined with by XOR: the magic cookie and the transaction id. RFC 8489 §14.2
 * @throws {SdkError} `invalid-argument`
 */
export function decodeAddress(value: Uint8Array, mask?: Uint8Array): TransportAddress {
  const sizeBytes = value.length - 4;
  const family = value[1];
  if (!((family === IPV4 && sizeBytes === 4) || (family === IPV6 && sizeBytes === 16))) {
    throw malformed(`an address has family 1 and 8 bytes or family 2 and 20, got ${family} and ${value.length}`);
  }
  const port = masked(value.subarray(2, 4), mask);
  return { address: formatIp(masked(value.subarray(4), mask)), port: u16(port, 0) };
}

/** Writes the value of an address attribute. @throws {SdkError} `invalid-argument` */
export function encodeAddress({ address, port }: TransportAddress, mask?: Uint8Array): Uint8Array {
  const ip = parseIp(address);
  wholeNumber('port', port, 0, 0xffff);
  const family = ip.length === 4 ? IPV4 : IPV6;
  return joined([Uint8Array.of(0, family), masked(bytesOfU16(port), mask), masked(ip, mask)]);
}

function masked(bytes: Uint8Array, mask: Uint8Array | undefined): Uint8Array {
  return mask ? bytes.map((byte, index) => byte ^ (mask[index] ?? 0)) : bytes;
}
