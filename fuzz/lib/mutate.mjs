/** Longest input, in characters or bytes: a little more than any parser takes. */
const MAX_LENGTH = 80_000;
/** Most changes to one input. */
const MAX_CHANGES = 6;

/** Pieces that parsers stumble over. */
const NASTY_TEXT = [
  '',
  ' ',
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\t',
  ':',
  '=',
  ';',
  ',',
  '/',
  '*',
  '~',
  '-1',
  '0',
  '00',
  '65536',
  '4294967296',
  '9007199254740993',
  '1e999',
  'NaN',
  'null',
  '__proto__',
  'constructor',
  '\ud83d',
  '\udc00',
  '\u2028',
  '\ufeff',
  'é😀',
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\u0000',
  '%',
  '%zz',
];
const NASTY_BYTES = [0, 1, 0x7f, 0x80, 0xff, 0xc0, 0x0a, 0x08, 0x12, 0x1a];

/**
 * What the two kinds of inputs have in common: something with a length, of which pieces can be cut and put together.
 *
 * @template Input
 * @typedef {object} Stuff
 * @property {(input: Input) => number} length
 * @property {(input: Input, start: number, end: number) => Input} slice
 * @property {(pieces: Input[]) => Input} join
 * @property {(random: import('./random.mjs').Random) => Input} noise a short piece of anything
 * @property {Input[]} nasty
 */

/** @type {Stuff<string>} */
export const TEXT = {
  length: (text) => text.length,
  slice: (text, start, end) => text.slice(start, end),
  join: (pieces) => pieces.join(''),
  noise: (random) =>
    Array.from({ length: random.small(24) }, () =>
      String.fromCharCode(random.below(random.pick([128, 128, 256, 65_536]))),
    ).join(''),
  nasty: NASTY_TEXT,
};

/** @type {Stuff<Uint8Array>} */
export const BYTES = {
  length: (bytes) => bytes.length,
  slice: (bytes, start, end) => bytes.subarray(start, end),
  join: (pieces) => new Uint8Array(Buffer.concat(pieces)),
  noise: (random) => Uint8Array.from({ length: random.small(24) }, () => random.below(256)),
  nasty: [...NASTY_BYTES.map((byte) => Uint8Array.of(byte)), Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f)],
};

/**
 * An input that nobody thought of: a good one with some changes, or noise alone.
 *
 * @template Input
 * @param {Stuff<Input>} stuff
 * @param {readonly Input[]} seeds good inputs
 * @param {readonly Input[]} words pieces that mean something to the parser
 * @param {import('./random.mjs').Random} random
 * @returns {Input}
 */
export function mutant(stuff, seeds, words, random) {
  if (random.oneIn(12)) return stuff.join(Array.from({ length: random.small(40) }, () => piece(stuff, words, random)));
  let input = random.pick(seeds);
  for (let changes = 1 + random.small(MAX_CHANGES); changes > 0; changes -= 1) {
    input = changed(stuff, input, seeds, words, random);
  }
  return stuff.length(input) > MAX_LENGTH ? stuff.slice(input, 0, MAX_LENGTH) : input;
}

function piece(stuff, words, random) {
  switch (random.below(3)) {
    case 0:
      return random.pick(stuff.nasty);
    case 1:
      return words.length > 0 ? random.pick(words) : stuff.noise(random);
    default:
      return stuff.noise(random);
  }
}

function changed(stuff, input, seeds, words, random) {
  const length = stuff.length(input);
  const start = random.below(length + 1);
  const end = Math.min(length, start + random.small(length - start + 1));
  const [head, middle, tail] = [
    stuff.slice(input, 0, start),
    stuff.slice(input, start, end),
    stuff.slice(input, end, length),
  ];
  switch (random.below(7)) {
    case 0:
      return stuff.join([head, tail]);
    case 1:
      return head;
    case 2:
      return stuff.join([head, middle, ...repeats(stuff, middle, random), tail]);
    case 3: {
      const other = random.pick(seeds);
      const from = random.below(stuff.length(other) + 1);
      return stuff.join([head, stuff.slice(other, from, from + random.small(stuff.length(other) + 1)), tail]);
    }
    case 4:
      return stuff.join([tail, middle, head]);
    default:
      // In place of what was there, or before it.
      return stuff.join([head, piece(stuff, words, random), random.oneIn(2) ? middle : stuff.slice(input, 0, 0), tail]);
  }
}

/** The same again and again: once as a rule, now and then until the input is as long as it may be. */
function repeats(stuff, middle, random) {
  const most = Math.floor(MAX_LENGTH / Math.max(1, stuff.length(middle)));
  return Array.from({ length: random.oneIn(200) ? most : random.small(Math.min(most, 20)) }, () => middle);
}
