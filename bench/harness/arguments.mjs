import { parseArgs } from 'node:util';

export const USAGE = `npm run bench -- NAME [options]

  --list         names of all benches
  --json         the last line is one JSON object; progress and table go to stderr
  --runs N       measured rounds, 1–1000 (each bench has its own default)
  --quick        fewer rounds, and of some benches only the rows that tell most
  --only A,B     only these contenders, or groups of them
  --timeline A   instead of the comparison: where the time of contender A goes (benches that offer it)
  --help`;

/**
 * @typedef {object} Arguments
 * @property {string | undefined} name
 * @property {boolean} json
 * @property {boolean} list
 * @property {boolean} help
 * @property {boolean} quick
 * @property {number | undefined} runs
 * @property {string[] | undefined} only
 * @property {string | undefined} timeline
 */

/**
 * @param {string[]} argv without the interpreter and the script
 * @returns {Arguments}
 * @throws {Error} with a message for people
 */
export function parseArguments(argv) {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
      only: { type: 'string' },
      timeline: { type: 'string' },
    },
  });
  if (positionals.length > 1) throw new Error(`one bench at a time, got ${positionals.join(', ')}`);
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(Number.isInteger(runs) && runs >= 1 && runs <= 1000)) {
    throw new Error(`--runs must be a whole number from 1 to 1000, got ${values.runs}`);
  }
  return {
    name: positionals[0],
    json: values.json,
    list: values.list,
    help: values.help,
    quick: values.quick,
    runs,
    only: values.only?.split(',').filter(Boolean),
    timeline: values.timeline,
  };
}
