import { BYTES, TEXT } from './mutate.mjs';

/** Values that a member of a JSON object may have, whatever it should have. */
const ODD_VALUES = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  '',
  '0',
  [],
  {},
  [null],
  { '': {} },
  'x'.repeat(300),
  '\ud83d',
];
/** Levels of a JSON value that are looked at for a place to change. */
const MAX_DEPTH = 6;
const MAX_FIELD_NUMBER = 16;

/**
 * Well-formed JSON with a value changed here and there.
 *
 * @param {readonly unknown[]} seeds good values
 * @param {import('./random.mjs').Random} random
 * @returns {string}
 */
export function jsonMutant(seeds, random) {
  let value = structuredClone(random.pick(seeds));
  for (let changes = random.small(5); changes >= 0; changes -= 1) value = changedValue(value, seeds, random, 0);
  return JSON.stringify(value) ?? 'null';
}

function changedValue(value, seeds, random, depth) {
  if (typeof value === 'object' && value !== null && depth < MAX_DEPTH && !random.oneIn(8)) {
    const keys = Object.keys(value);
    if (keys.length > 0 && !random.oneIn(6)) {
      const key = random.pick(keys);
      if (random.oneIn(10)) delete value[key];
      else value[key] = changedValue(value[key], seeds, random, depth + 1);
      return value;
    }
    if (Array.isArray(value)) value.push(oddValue(seeds, random));
    // Not by assignment, which would not make a member of that name.
    else
      Object.defineProperty(value, random.pick(['__proto__', 'toString', 'to', 'seq']), {
        value: oddValue(seeds, random),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    return value;
  }
  return typeof value === 'string' && random.oneIn(2) ? value + TEXT.noise(random) : oddValue(seeds, random);
}

function oddValue(seeds, random) {
  return structuredClone(random.oneIn(6) ? random.pick(seeds) : random.pick(ODD_VALUES));
}

/**
 * A well-formed protobuf message of any fields, nested or not.
 *
 * @param {readonly Uint8Array[]} texts values that fields may have
 * @param {import('./random.mjs').Random} random
 * @returns {Uint8Array}
 */
export function protobufMutant(texts, random, depth = 0) {
  const fields = Array.from({ length: 1 + random.small(5) }, () => protobufField(texts, random, depth));
  return BYTES.join(fields);
}

function protobufField(texts, random, depth) {
  const number = 1 + random.small(MAX_FIELD_NUMBER);
  switch (random.below(8)) {
    case 0:
      return BYTES.join([varint(number * 8), varint(random.small(2 ** 32))]);
    case 1:
      return BYTES.join([varint(number * 8 + random.pick([1, 5])), new Uint8Array(random.pick([4, 8]))]);
    case 2:
    case 3: {
      const text = random.oneIn(2) ? random.pick(texts) : BYTES.noise(random);
      return BYTES.join([varint(number * 8 + 2), varint(text.length), text]);
    }
    default: {
      const inner = depth < 3 ? protobufMutant(texts, random, depth + 1) : new Uint8Array();
      return BYTES.join([varint(number * 8 + 2), varint(inner.length), inner]);
    }
  }
}

/** @param {number} value a whole number, 0 or more */
function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

/**
 * A STUN message with a right header and attributes of the right lengths, which hold anything.
 *
 * @param {import('./random.mjs').Random} random
 * @returns {Uint8Array}
 */
export function stunMutant(random) {
  const attributes = Array.from({ length: random.small(12) }, () => stunAttribute(random));
  const body = BYTES.join(attributes);
  const head = new Uint8Array(20);
  new DataView(head.buffer).setUint32(0, (random.pick([0x0001, 0x0101, 0x0111, 0x0011, 0x0003]) << 16) | body.length);
  new DataView(head.buffer).setUint32(4, 0x2112a442);
  return BYTES.join([head, body]);
}

/** Types of RFC 8489 §18.3, RFC 5780 §9.1 and some that nobody has. */
const STUN_TYPES = [
  ...[0x0001, 0x0003, 0x0006, 0x0008, 0x0009, 0x000a, 0x0014, 0x0015, 0x001c, 0x001d, 0x001e, 0x0020, 0x0026, 0x0027],
  ...[0x8002, 0x8003, 0x8022, 0x8023, 0x8028, 0x802b, 0x802c, 0x7fff, 0xffff],
];

function stunAttribute(random) {
  const value = random.oneIn(3)
    ? BYTES.noise(random)
    : Uint8Array.of(0, random.pick([1, 2]), ...new Uint8Array(random.pick([2, 6, 18, 30])));
  const bytes = new Uint8Array(4 + Math.ceil(value.length / 4) * 4);
  new DataView(bytes.buffer).setUint16(0, random.pick(STUN_TYPES));
  new DataView(bytes.buffer).setUint16(2, value.length);
  bytes.set(value, 4);
  return bytes;
}
