import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';
import { MAY_IMPORT, TOP_LEVEL } from './layers.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { step } from './step.mjs';
import { Stop } from './stop.mjs';
import { tool } from './tools.mjs';

/** @typedef {'sdk' | 'react' | 'server' | 'models' | 'demo'} BuildName */

/** What can be built, and a file that is there afterwards. @type {Readonly<Record<BuildName, string>>} */
const OUTPUT = {
  sdk: 'packages/sdk/dist/index.js',
  react: 'packages/react/dist/index.js',
  server: 'packages/server/dist/main.js',
  models: 'packages/models/dist/silero.js',
  demo: 'demo/dist/index.html',
};

/** All builds, in an order that works. @type {readonly BuildName[]} */
export const BUILDS = ['sdk', 'react', 'server', 'models', 'demo'];

/**
 * Builds what is older than its sources.
 *
 * @param {readonly BuildName[]} names
 * @param {{ force?: boolean }} [options] `force` builds in any case
 */
export async function buildIfNeeded(names, { force = false } = {}) {
  for (const name of names) {
    const mark = fingerprint(ROOT, inputsOf(name));
    if (!force && isFresh(name, mark)) continue;
    await step(`Building ${name}`, async () => {
      const { code, output } = await compile(name);
      if (code !== 0) throw new Stop(`Building ${name} failed:\n${output.trim()}`);
      writeStamp(name, mark);
    });
  }
}

/** @param {BuildName} name */
function compile(name) {
  if (name === 'demo') return tool('vite', ['build', '--logLevel', 'warn']);
  return tool('tsdown', ['--filter', name, '--logLevel', 'warn']);
}

/** @param {BuildName} name @returns {string[]} */
function inputsOf(name) {
  const folders = [name, ...roomsUnder(name)].map((room) => (TOP_LEVEL.includes(room) ? room : `packages/${room}`));
  const config = name === 'demo' ? 'vite.config.ts' : 'tsdown.config.ts';
  return ['package-lock.json', config, 'tsconfig.base.json', ...folders];
}

/** All rooms that `name` may reach. @param {string} name @returns {string[]} */
function roomsUnder(name) {
  const found = new Set(MAY_IMPORT[name] ?? []);
  for (const room of found) for (const below of MAY_IMPORT[room] ?? []) found.add(below);
  return [...found].sort();
}

/** @param {BuildName} name @param {string} mark @returns {boolean} */
function isFresh(name, mark) {
  const stamp = stampOf(name);
  return existsSync(join(ROOT, OUTPUT[name])) && existsSync(stamp) && readFileSync(stamp, 'utf8') === mark;
}

/** @param {BuildName} name @param {string} mark */
function writeStamp(name, mark) {
  const stamp = stampOf(name);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, mark);
}

/** @param {BuildName} name @returns {string} */
function stampOf(name) {
  return join(CACHE, 'stamps', name);
}
