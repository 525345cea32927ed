import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../fuzz/lib/random.mjs';
import { CACHE } from '../../../scripts/lib/paths.mjs';
import { duration, step } from '../../../scripts/lib/step.mjs';
import { readCommands, writeCommands } from './commands.mjs';
import { faultIn } from './compare.mjs';
import { nativePlayer, nativeProgram, wasmPlayer } from './targets.mjs';

/**
 * @typedef {import('./commands.mjs').Command} Command
 * @typedef {import('./command.mjs').FuzzOptions} FuzzOptions
 * @typedef {import('./players.mjs').Player} Player
 * @typedef {import('./targets.mjs').Target} Target
 */

const FINDINGS_FOLDER = join(CACHE, 'wasm/findings');

/** With so many there is no need to look for more. */
const MOST_FINDINGS = 10;

const REPORT_MS = 30_000;

/**
 * Gives one decoder scripts until there were enough packets.
 *
 * @param {Target} target
 * @param {FuzzOptions} options
 * @returns {Promise<number>} how many findings
 */
export async function fuzzTarget(target, options) {
  const program = options.engines.includes('native')
    ? await step(`Building ${target.name} with sanitizers`, () => nativeProgram(target))
    : '';
  const open = () => [
    ...(options.engines.includes('wasm') ? [wasmPlayer(target)] : []),
    ...(program ? [nativePlayer(target, program)] : []),
  ];
  const tally = { packets: 0, scripts: 0, refused: 0, findings: 0 };
  const startMs = performance.now();
  let players = open();
  let reportMs = startMs;
  try {
    for (const script of scriptsOf(target, options)) {
      const finding = await playOnAll(players, script, tally);
      if (finding) {
        report(target, script, tally, finding);
        await closeAll(players);
        players = open();
      }
      if (performance.now() - reportMs > REPORT_MS) {
        reportMs = performance.now();
        console.log(`  ${target.name}: ${tally.packets} packets, ${tally.findings} findings`);
      }
      if (tally.packets >= options.packets || tally.findings >= MOST_FINDINGS) break;
    }
  } finally {
    tally.findings += await closeAll(players);
  }
  const { packets, scripts, refused, findings } = tally;
  const spent = duration(performance.now() - startMs);
  const counts = `${packets} packets in ${scripts} scripts, ${refused} refused, ${findings} findings`;
  console.log(`${findings ? '✗' : '✓'} ${target.name}: ${counts}, ${spent}`);
  return findings;
}

/** @param {Target} target @param {FuzzOptions} options @returns {Iterable<Command[]>} */
function* scriptsOf(target, { seed, replay }) {
  if (replay) {
    yield readCommands(readFileSync(replay)).commands;
    return;
  }
  const streams = target.streams();
  // Each script has a seed of its own, so that a change in one does not change all that follow.
  for (let number = 0; ; number++) yield target.script(streams, new Random(seed * 1_000_003 + number));
}

/**
 * @param {readonly Player[]} players
 * @param {readonly Command[]} script
 * @param {{ packets: number, scripts: number, refused: number }} tally
 * @returns {Promise<string | undefined>} what is wrong
 */
async function playOnAll(players, script, tally) {
  const outcomes = await Promise.allSettled(players.map(({ play }) => play(script)));
  tally.scripts++;
  tally.packets += script.filter(({ kind }) => kind === 'd' || kind === 'i').length;
  const [first] = outcomes;
  if (first?.status === 'fulfilled') tally.refused += first.value.filter(({ result }) => result < 0).length;
  return faultIn(
    players.map(({ name }) => name),
    outcomes,
    script,
  );
}

/** @param {readonly Player[]} players @returns {Promise<number>} how many had a fault at their end */
async function closeAll(players) {
  const ends = await Promise.all(players.map(({ close }) => close()));
  for (const { fault, note } of ends) {
    if (fault) console.log(`✗ ${fault}`);
    if (note) console.log(`  ${note}`);
  }
  return ends.filter(({ fault }) => fault).length;
}

/**
 * @param {Target} target
 * @param {readonly Command[]} script
 * @param {{ scripts: number, findings: number }} tally
 * @param {string} finding
 */
function report(target, script, tally, finding) {
  tally.findings++;
  mkdirSync(FINDINGS_FOLDER, { recursive: true });
  const file = join(FINDINGS_FOLDER, `${target.name}-${Date.now()}-${tally.scripts}.commands`);
  writeFileSync(file, writeCommands(script));
  console.log(`✗ ${target.name}: kept as ${file}\n${finding}`);
}
