import { existsSync, readdirSync } from 'node:fs';

/**
 * @typedef {object} Session a bench that is set up
 * @property {string} [browser] name and version, where the bench uses one
 * @property {(contender: string) => Promise<number>} measure runs the contender once
 * @property {(contender: string, runs: number) => Promise<string>} [timeline] a text that says where the time goes
 * @property {readonly string[]} [able] those of the contenders that can run on this machine; all unless told otherwise
 * @property {(report: import('./report.mjs').GroupedReport) => Presented} [present] says more than the report does, or
 *   says it in another way
 * @property {() => Promise<void>} close
 *
 * @typedef {{ text: string, json: object }} Presented what people read, and what `--json` prints
 *
 * @typedef {object} Quick what `--quick` makes of a bench
 * @property {number} runs
 * @property {number} warmUps
 * @property {readonly string[]} [groups] the only ones that run
 *
 * @typedef {object} Bench
 * @property {string} name that of its folder
 * @property {string} title what is measured, in one line
 * @property {string} [unit] of every value, where there are no groups
 * @property {readonly import('./report.mjs').Group[]} [groups] what is measured, where the bench has several figures:
 *   each contender then belongs to one and is called `group/name`; it is compared with those of its group alone
 * @property {number} runs measured rounds unless told otherwise
 * @property {number} warmUps rounds before, whose values are dropped
 * @property {Quick} [quick] two rounds and no warm-up unless told otherwise
 * @property {readonly import('./report.mjs').Contender[]} contenders in the order of the table
 * @property {(contenders: string[]) => Promise<Session>} open sets everything up that these contenders need
 */

const FOLDER = new URL('..', import.meta.url);

/** Names of all benches: the folders that hold a `bench.mjs`. */
export function listBenches() {
  return readdirSync(FOLDER).filter((name) => existsSync(new URL(`${name}/bench.mjs`, FOLDER)));
}

/**
 * @param {string} name
 * @returns {Promise<Bench>}
 */
export async function loadBench(name) {
  const names = listBenches();
  if (!names.includes(name)) throw new Error(`there is no bench ${JSON.stringify(name)}; there is ${names.join(', ')}`);
  const { bench } = await import(new URL(`${name}/bench.mjs`, FOLDER).href);
  return bench;
}
