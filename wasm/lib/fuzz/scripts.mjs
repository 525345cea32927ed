import { mutatedPacket, noise } from './mutate.mjs';

/**
 * @typedef {import('../../../fuzz/lib/random.mjs').Random} Random
 * @typedef {import('./commands.mjs').Command} Command
 */

/** How many of the packets of a script are changed: one in so many. */
const DAMAGE = [1, 4, 10, 40];

/** A stream is left for another one after so many packets: video goes on only at the beginning of one after a fault. */
const PACKETS_OF_A_STREAM = 4;

const LOST = new Uint8Array();

/**
 * Packets as a bad network, a bad sender or a broken file may bring them: some lost, repeated, from another stream,
 * changed, or noise.
 *
 * @param {readonly (readonly Uint8Array[])[]} streams
 * @param {Random} random
 * @returns {Uint8Array[]} an empty one stands for a lost one
 */
export function damagedPackets(streams, random) {
  const all = streams.flat();
  const damage = random.pick(DAMAGE);
  let stream = random.pick(streams);
  const packets = [];
  for (let at = 0; packets.length < 40; at++) {
    if (at >= stream.length || random.oneIn(PACKETS_OF_A_STREAM)) {
      stream = random.pick(streams);
      at = 0;
    }
    const packet = stream[at] ?? LOST;
    packets.push(fate(packet, damage, all, random));
  }
  return packets;
}

/**
 * @param {Uint8Array} packet
 * @param {number} damage one in so many is changed
 * @param {readonly Uint8Array[]} all packets
 * @param {Random} random
 * @returns {Uint8Array} what arrives
 */
function fate(packet, damage, all, random) {
  const chance = random.below(100);
  if (chance < 4) return LOST;
  if (chance < 6) return noise(random);
  if (chance < 10) return random.pick(all);
  return random.oneIn(damage) ? mutatedPacket(packet, all, random) : packet;
}

/**
 * @param {readonly (readonly Uint8Array[])[]} streams of one codec, and some of the other
 * @param {Random} random
 * @returns {Command[]}
 */
export function vpxScript(streams, random) {
  /** @type {Command[]} */
  const commands = [{ kind: 'o' }];
  for (const bytes of damagedPackets(streams, random)) {
    if (random.oneIn(60)) commands.push({ kind: 'r' });
    if (bytes.length > 0) commands.push({ kind: 'd', bytes });
  }
  return [...commands, { kind: 'x' }];
}

const RATES = [8_000, 12_000, 16_000, 24_000, 48_000];
const SET_COMPLEXITY = 4_010;
const SET_GAIN = 4_034;
const SET_PHASE_INVERSION_DISABLED = 4_046;

/**
 * @param {readonly (readonly Uint8Array[])[]} streams
 * @param {Random} random
 * @returns {Command[]}
 */
export function opusScript(streams, random) {
  const rate = random.pick(RATES);
  /** @type {Command[]} */
  const commands = [{ kind: 'o', a: rate, b: 1 + random.below(2) }];
  for (const bytes of damagedPackets(streams, random)) {
    if (random.oneIn(60)) commands.push({ kind: 'r' });
    if (random.oneIn(60)) commands.push(opusSetting(random));
    const kind = random.oneIn(3) ? 'i' : 'd';
    const fec = random.oneIn(5) ? 1 : 0;
    // Concealment and FEC make as much as is asked for, so that is asked for in proper pieces, and sometimes not.
    commands.push({ kind, a: framesAsked(rate, bytes.length === 0 || fec === 1, random), b: fec, bytes });
  }
  return [...commands, { kind: 'x' }];
}

/** @param {Random} random @returns {Command} */
function opusSetting(random) {
  if (random.oneIn(3)) return { kind: 's', a: SET_COMPLEXITY, b: random.below(12) };
  if (random.oneIn(2)) return { kind: 's', a: SET_PHASE_INVERSION_DISABLED, b: random.below(3) };
  return { kind: 's', a: SET_GAIN, b: random.below(70_000) - 35_000 };
}

/** @param {number} rate @param {boolean} isExact @param {Random} random @returns {number} */
function framesAsked(rate, isExact, random) {
  if (random.oneIn(30)) return random.below(6_000);
  if (isExact) return (rate / 400) * (1 + random.below(48));
  return (rate / 1_000) * 120;
}

/**
 * @param {readonly (readonly Uint8Array[])[]} streams of single decoders, whose packets are put together
 * @param {Random} random
 * @returns {Command[]}
 */
export function multistreamScript(streams, random) {
  const rate = random.pick(RATES);
  const count = 1 + random.small(8);
  const coupled = random.below(count + 1);
  const channels = 1 + random.small(12);
  const mapping = Uint8Array.from({ length: channels }, () => (random.oneIn(8) ? 255 : random.below(count + coupled)));
  /** @type {Command[]} */
  const commands = [{ kind: 'm', a: rate, b: channels, c: (count << 8) | coupled, bytes: mapping }];
  for (const bytes of damagedPackets(streams, random)) {
    const whole = bytes.length === 0 ? bytes : selfDelimited(bytes, count, random);
    const isExact = whole.length === 0;
    commands.push({ kind: 'd', a: framesAsked(rate, isExact, random), b: random.oneIn(6) ? 1 : 0, bytes: whole });
  }
  return [...commands, { kind: 'x' }];
}

/**
 * The packet as often as there are streams, all but the last with its length (RFC 6716, appendix B; one-frame packets).
 *
 * @param {Uint8Array} packet
 * @param {number} count
 * @param {Random} random
 */
function selfDelimited(packet, count, random) {
  const body = packet.subarray(1, 1 + (random.oneIn(20) ? 1_000 : 251));
  const head = Uint8Array.of((packet[0] ?? 0) & 0xfc, body.length);
  const delimited = body.length < 252 ? [head, body] : [packet];
  return new Uint8Array(
    Buffer.concat([
      ...Array(count - 1)
        .fill(delimited)
        .flat(),
      packet,
    ]),
  );
}
