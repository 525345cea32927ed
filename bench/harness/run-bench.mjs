import { interleave } from './interleave.mjs';
import { describeMachine } from './machine.mjs';
import { formatReport, makeReport } from './report.mjs';

/** How many failures of one rival are forgiven in a bench. */
const MAX_RETRIES = 2;
/** What `--quick` makes of a bench that does not say. */
const QUICK = { runs: 2, warmUps: 0 };

/**
 * Runs a bench and prints what came out.
 *
 * @param {import('./registry.mjs').Bench} bench
 * @param {import('./arguments.mjs').Arguments} options
 */
export async function runBench(bench, options) {
  const plan = options.quick ? { ...bench, ...(bench.quick ?? QUICK) } : bench;
  const only = options.only ?? (options.quick ? bench.quick?.groups : undefined);
  const names = chooseContenders(bench, options.timeline === undefined ? only : [options.timeline]);
  const runs = options.runs ?? plan.runs;
  const session = await bench.open(names);
  try {
    const able = names.filter((name) => session.able?.includes(name) ?? true);
    const rounds = { runs, warmUps: plan.warmUps };
    if (options.timeline === undefined) await compare(bench, session, able, rounds, options.json);
    else console.log(await timelineOf(bench, session, options.timeline, runs));
  } finally {
    await session.close();
  }
}

/** @typedef {{ runs: number, warmUps: number }} Rounds */

/** @param {import('./registry.mjs').Bench} bench */
async function compare(bench, session, names, rounds, asJson) {
  const machine = describeMachine(session.browser);
  const { values, retried } = await collect(bench, session, names, rounds);
  const report = makeReport(bench, values, machine, retried);
  const { text, json } = session.present?.(report) ?? { text: formatReport(report, bench), json: report };
  if (asJson) {
    console.error(text);
    console.log(JSON.stringify(json));
  } else {
    console.log(text);
  }
}

/**
 * @param {import('./registry.mjs').Bench} bench
 * @param {import('./registry.mjs').Session} session
 * @param {string[]} names
 * @param {Rounds} rounds
 */
async function collect(bench, session, names, { runs, warmUps }) {
  const values = new Map(names.map((name) => [name, /** @type {number[]} */ ([])]));
  /** @type {string[]} */
  const retried = [];
  const sets = groupsOf(bench, names).map((members) => interleave(members, warmUps + runs));
  for (let index = 0; index < warmUps + runs; index += 1) {
    const isWarmUp = index < warmUps;
    const title = isWarmUp ? 'warm-up' : `round ${index - warmUps + 1}/${runs}`;
    for (const orders of sets) {
      const line = [];
      for (const name of orders[index]) {
        const value = await measure(bench, session, name, retried);
        if (!isWarmUp) values.get(name).push(value);
        line.push(`${name} ${value.toFixed(1)}`);
      }
      console.error(`${title}: ${line.join(' · ')}`);
    }
  }
  return { values, retried };
}

/**
 * Those that are compared with each other, so that they run one right after the other.
 *
 * @param {import('./registry.mjs').Bench} bench
 * @param {string[]} names of those that run
 * @returns {string[][]}
 */
function groupsOf(bench, names) {
  const groups = bench.groups?.map(({ name }) => name) ?? [undefined];
  const members = (group) => bench.contenders.filter((contender) => contender.group === group).map(({ name }) => name);
  return groups.map((group) => members(group).filter((name) => names.includes(name))).filter((set) => set.length > 0);
}

/**
 * Runs a contender once. A rival that fails is run again, twice in a bench at the most, so that its fault does not
 * throw away all the rest; ours is not.
 */
async function measure(bench, session, name, retried) {
  try {
    return await session.measure(name);
  } catch (error) {
    const isRival = bench.contenders.some((contender) => contender.name === name && contender.role === 'rival');
    if (!isRival || retried.filter((other) => other === name).length === MAX_RETRIES) throw error;
    retried.push(name);
    console.error(`${error.message}\n  ${name} is run again`);
    return session.measure(name);
  }
}

/** @param {import('./registry.mjs').Bench} bench */
async function timelineOf(bench, session, name, runs) {
  if (!session.timeline) throw new Error(`${bench.name} has no timeline`);
  return session.timeline(name, runs);
}

/**
 * @param {import('./registry.mjs').Bench} bench
 * @param {string[] | undefined} only
 * @returns {string[]}
 */
function chooseContenders(bench, only) {
  const names = bench.contenders.map(({ name }) => name);
  const groups = bench.groups?.map(({ name }) => name) ?? [];
  const unknown = only?.find((name) => !names.includes(name) && !groups.includes(name));
  if (unknown !== undefined) {
    const known = [...groups, ...names].join(', ');
    throw new Error(`${bench.name} has no contender or group ${unknown}; it has ${known}`);
  }
  if (!only) return names;
  return bench.contenders.flatMap(({ name, group = '' }) =>
    only.includes(name) || only.includes(group) ? [name] : [],
  );
}
