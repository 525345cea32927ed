import { parseArgs } from 'node:util';

export const USAGE = `npm run fuzz -- [options]

  --inputs N     inputs to all parsers together, 1–1,000,000,000 (default 1,100,000)
  --frames N     frames to a live server, 0–100,000,000 (default 100,000); 0 leaves that part out
  --seed N       where the random numbers begin, 0–4,294,967,295; the same seed gives the same inputs (default 1)
  --target A,B   only these parsers, and no server unless one of them is "server"
  --minutes N    longest time, 0.1–10,000 (default 8)
  --list         names of all parsers
  --help`;

/**
 * @typedef {object} Arguments
 * @property {number} inputs
 * @property {number} frames
 * @property {number} seed
 * @property {number} minutes
 * @property {string[] | undefined} target
 * @property {boolean} list
 * @property {boolean} help
 */

/**
 * @param {string[]} argv without the interpreter and the script
 * @returns {Arguments}
 * @throws {Error} with a message for people
 */
export function parseArguments(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      inputs: { type: 'string' },
      frames: { type: 'string' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      target: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    inputs: wholeNumber('--inputs', values.inputs, 1_100_000, 1, 1_000_000_000),
    frames: wholeNumber('--frames', values.frames, 100_000, 0, 100_000_000),
    seed: wholeNumber('--seed', values.seed, 1, 0, 4_294_967_295),
    minutes: number('--minutes', values.minutes, 8, 0.1, 10_000),
    target: values.target?.split(',').filter(Boolean),
    list: values.list,
    help: values.help,
  };
}

function wholeNumber(name, text, usual, least, most) {
  const value = number(name, text, usual, least, most);
  if (!Number.isInteger(value)) throw new Error(`${name} must be a whole number, got ${text}`);
  return value;
}

function number(name, text, usual, least, most) {
  const value = text === undefined ? usual : Number(text);
  if (text === '' || !(value >= least && value <= most))
    throw new Error(`${name} must be from ${least} to ${most}, got ${text}`);
  return value;
}
