/** Tags of ASN.1's distinguished encoding rules (ITU-T X.690). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One element: tag, length, and its contents one after the other. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

/** An element that holds others: `[number]` of X.509's tables. */
export function tagged(number: number, ...contents: readonly Uint8Array[]): Buffer {
  return der(0xa0 + number, ...contents);
}

/** A name of an algorithm, an extension …, as `2.5.29.17`. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(TAG.objectId, Buffer.from([first * 40 + second, ...rest.flatMap(inBase128)]));
}

/** Bits that fill whole bytes. */
export function bitString(bytes: Uint8Array): Buffer {
  return der(TAG.bitString, Buffer.from([0]), bytes);
}

/** A moment, to the second. */
export function generalizedTime(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(TAG.generalizedTime, Buffer.from(text, 'latin1'));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}

function inBase128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
