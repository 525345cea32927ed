import { fileURLToPath } from 'node:url';
import { parseArguments, USAGE } from './lib/arguments.mjs';
import { fuzzTarget } from './lib/fuzz-target.mjs';
import { fuzzServer } from './server/fuzz-server.mjs';
import { TARGETS } from './targets.mjs';

const SERVER = 'server';
/** Time between two looks at the progress, in milliseconds. */
const PROGRESS_MS = 1_000;

/**
 * @param {string[]} argv the first is the folder of the corpus, the rest are those of `npm run fuzz`
 */
async function main([corpus = '', ...argv]) {
  const options = parseArguments(argv);
  if (options.help) return void console.log(USAGE);
  if (options.list) return void console.log([...TARGETS.map(({ name }) => name), SERVER].join('\n'));
  const targets = chosen(options.target);
  const untilMs = performance.now() + options.minutes * 60_000;
  const { inputs, faults } = await fuzzParsers(targets, { ...options, untilMs, corpus });
  console.log(`${inputs.toLocaleString('en')} inputs, seed ${options.seed}`);
  const withServer = options.frames > 0 && (options.target?.includes(SERVER) ?? true);
  const serverFaults = withServer ? await attackServer({ ...options, untilMs }) : 0;
  if (faults + serverFaults > 0) process.exitCode = 1;
}

/** @param {string[] | undefined} names */
function chosen(names) {
  const unknown = names?.find((name) => name !== SERVER && TARGETS.every((target) => target.name !== name));
  if (unknown !== undefined) throw new Error(`there is no target ${unknown}; see --list`);
  return TARGETS.filter(({ name }) => names?.includes(name) ?? true);
}

/**
 * @param {readonly import('./lib/trial.mjs').Target[]} targets
 * @param {{ inputs: number, seed: number, untilMs: number, corpus: string }} options
 */
async function fuzzParsers(targets, { inputs, seed, untilMs, corpus }) {
  let all = 0;
  let faults = 0;
  for (const [index, target] of targets.entries()) {
    const share = Math.ceil(inputs / targets.length);
    const result = await fuzzTarget(target, {
      seed: seed + index,
      inputs: share,
      untilMs,
      corpus,
      onProgress: progressOf(target, share),
    });
    all += result.inputs;
    faults += result.faults.length;
    const pace = Math.round(result.inputs / (result.ms / 1_000)).toLocaleString('en');
    console.log(
      `${target.name}: ${result.inputs.toLocaleString('en')} inputs, ${pace} a second, ${result.faults.length} faults`,
    );
    for (const fault of result.faults) console.log(`  ${fault}`);
    if (result.inputs < share && result.faults.length === 0) console.log('  stopped: the time is over');
  }
  return { inputs: all, faults };
}

/** @param {{ frames: number, seed: number, untilMs: number }} options */
async function attackServer({ frames, seed, untilMs }) {
  const file = fileURLToPath(new URL('./serve.js', import.meta.url));
  const onProgress = progressOf({ name: SERVER }, frames);
  const result = await fuzzServer({ file, frames, seed, untilMs, onProgress });
  const growth = (result.growthBytes / 1_048_576).toFixed(1);
  console.log(
    `${SERVER}: ${result.frames.toLocaleString('en')} frames, ${result.faults.length} faults; ` +
      `bystanders got ${result.heard.toLocaleString('en')} messages; memory ${growth} MiB more than after the first third`,
  );
  for (const fault of result.faults) console.log(`  ${fault}`);
  if (result.frames < frames && result.faults.length === 0) console.log('  stopped: the time is over');
  return result.faults.length;
}

/** Tells on a terminal how far it is. */
function progressOf({ name }, share) {
  let toldMs = performance.now();
  return (/** @type {number} */ done) => {
    if (!process.stderr.isTTY || performance.now() - toldMs < PROGRESS_MS) return;
    toldMs = performance.now();
    process.stderr.write(`\r${name}: ${Math.round((done / share) * 100)} %  `);
    if (done >= share) process.stderr.write('\r');
  };
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
