/** Longest packet that is made, in bytes. */
const MAX_BYTES = 40_000;

const NASTY_BYTES = [0, 1, 0x7f, 0x80, 0xfe, 0xff];

/**
 * A packet with some changes.
 *
 * @param {Uint8Array} packet
 * @param {readonly Uint8Array[]} others to take pieces of
 * @param {import('../../../fuzz/lib/random.mjs').Random} random
 * @returns {Uint8Array}
 */
export function mutatedPacket(packet, others, random) {
  let changed = packet;
  for (let changes = 1 + random.small(5); changes > 0; changes--) {
    changed = random.pick(CHANGES)(changed, others, random);
  }
  return changed.subarray(0, MAX_BYTES);
}

/**
 * Bytes that mean nothing.
 *
 * @param {import('../../../fuzz/lib/random.mjs').Random} random
 * @returns {Uint8Array}
 */
export function noise(random) {
  return Uint8Array.from({ length: 1 + random.small(1_500) }, () => random.below(256));
}

/**
 * @typedef {(packet: Uint8Array, others: readonly Uint8Array[], random: import('../../../fuzz/lib/random.mjs').Random) =>
 *   Uint8Array} Change
 * @type {readonly Change[]}
 */
const CHANGES = [flipBit, flipBit, flipHeaderBit, flipHeaderBit, setByte, truncate, cutOut, insert, splice, swapBytes];

/** @type {Change} */
function flipBit(packet, _others, random) {
  return withByte(packet, random.below(packet.length || 1), (byte) => byte ^ (1 << random.below(8)));
}

/** Headers decide more than what follows. @type {Change} */
function flipHeaderBit(packet, _others, random) {
  return withByte(packet, random.below(Math.min(packet.length, 16) || 1), (byte) => byte ^ (1 << random.below(8)));
}

/** @type {Change} */
function setByte(packet, _others, random) {
  return withByte(packet, random.small(packet.length || 1), () => random.pick(NASTY_BYTES));
}

/** @type {Change} */
function truncate(packet, _others, random) {
  return packet.subarray(0, random.below(packet.length + 1));
}

/** @type {Change} */
function cutOut(packet, _others, random) {
  const start = random.below(packet.length + 1);
  return join(packet.subarray(0, start), packet.subarray(start + random.small(40)));
}

/** @type {Change} */
function insert(packet, _others, random) {
  const start = random.below(packet.length + 1);
  return join(packet.subarray(0, start), noise(random).subarray(0, random.small(40)), packet.subarray(start));
}

/** @type {Change} */
function splice(packet, others, random) {
  const other = random.pick(others);
  return join(packet.subarray(0, random.below(packet.length + 1)), other.subarray(random.below(other.length + 1)));
}

/** @type {Change} */
function swapBytes(packet, _others, random) {
  const from = packet[random.below(packet.length || 1)] ?? 0;
  return withByte(packet, random.below(packet.length || 1), () => from);
}

/** @param {Uint8Array} packet @param {number} at @param {(byte: number) => number} change */
function withByte(packet, at, change) {
  const copy = new Uint8Array(packet);
  if (at < copy.length) copy[at] = change(copy[at] ?? 0);
  return copy;
}

/** @param {...Uint8Array} pieces */
function join(...pieces) {
  return new Uint8Array(Buffer.concat(pieces));
}
