import { cpus, loadavg } from 'node:os';

/**
 * @typedef {object} Machine
 * @property {string} cpu model
 * @property {number} cores
 * @property {string} node version
 * @property {string} [browser] name and version, where the bench uses one
 * @property {number} load1 how many processes wanted a core in the minute before the run; near 0 on an idle machine
 */

/**
 * @param {string} [browser] name and version
 * @returns {Machine}
 */
export function describeMachine(browser) {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    node: process.version,
    ...(browser === undefined ? {} : { browser }),
    load1: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}
