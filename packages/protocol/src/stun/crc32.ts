/** The polynomial of ITU-T V.42, bits reversed. */
const POLYNOMIAL = 0xedb88320;

/** What each value of a byte adds. */
const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_none, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

/** CRC-32 as ITU-T V.42 §8.1.1.6.2 has it and as FINGERPRINT uses it (RFC 8489 §14.7); 0–4294967295. */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (TABLE[(rest ^ byte) & 0xff] ?? 0) ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}
