import { parseArgs } from 'node:util';
import { Stop } from '../../../scripts/lib/stop.mjs';
import { needPrograms } from '../native/programs.mjs';
import { fuzzTarget } from './fuzz-target.mjs';
import { TARGETS } from './targets.mjs';

const ENGINES = ['wasm', 'native'];

const HELP = `npm run fuzz:codecs [-- OPTION …]
Gives the decoders damaged packets: the WebAssembly that ships, and the same C under sanitizers; both must answer alike.
  --packets N    for each decoder. Default: 20000
  --seed S       another number gives other packets. Default: 1
  --only NAME    one decoder: ${TARGETS.map(({ name }) => name).join(', ')}
  --engine NAME  ${ENGINES.join(' or ')} alone. Default: both
  --replay FILE  gives the script of a finding again, with --only`;

/**
 * @typedef {object} FuzzOptions
 * @property {number} packets for each decoder
 * @property {number} seed
 * @property {readonly string[]} engines
 * @property {string} [replay] file of a finding
 */

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function fuzzCodecs(args) {
  const values = parse(args);
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const engines = values.engine ? [values.engine] : ENGINES;
  if (engines.includes('native')) await needPrograms(['gcc', 'make']);
  const { replay } = values;
  const options = {
    packets: Number(values.packets),
    seed: Number(values.seed),
    engines,
    ...(replay ? { replay } : {}),
  };
  let findings = 0;
  for (const target of TARGETS) {
    if (!values.only || target.name === values.only) findings += await fuzzTarget(target, options);
  }
  return findings > 0 ? 1 : 0;
}

/** @param {string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean' },
        packets: { type: 'string', default: '20000' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string' },
        engine: { type: 'string' },
        replay: { type: 'string' },
      },
    });
    check(
      '--only',
      values.only,
      TARGETS.map(({ name }) => name),
    );
    check('--engine', values.engine, ENGINES);
    return values;
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}

/** @param {string} option @param {string | undefined} value @param {readonly string[]} allowed */
function check(option, value, allowed) {
  if (value === undefined || allowed.includes(value)) return;
  throw new TypeError(`${option}: expected ${allowed.join(' or ')}, got ${value}.`);
}
