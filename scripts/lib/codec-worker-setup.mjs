import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWorker } from './build-worker.mjs';
import { ROOT } from './paths.mjs';

const SOURCE = join(ROOT, 'packages/codecs/src/engine/worker/codec.worker.ts');

/** @type {string | undefined} */
let folder;

/**
 * What is used of Vitest's project; it learns the names that are provided from TypeScript only.
 *
 * @typedef {object} Project
 * @property {(name: 'codecWorkerUrl', value: string) => void} provide
 * @property {(callback: () => Promise<void>) => void} onTestsRerun
 */

/**
 * Before the tests in Node: builds the codecs' worker, because a thread of an older Node runs no TypeScript. Tests get the
 * address with `inject('codecWorkerUrl')`.
 *
 * @param {Project} project
 */
export async function setup(project) {
  const outDir = mkdtempSync(join(tmpdir(), 'remotemedia-codec-worker-'));
  folder = outDir;
  await buildWorker(SOURCE, outDir, 'codec.js');
  project.provide('codecWorkerUrl', pathToFileURL(join(outDir, 'codec.js')).href);
  project.onTestsRerun(() => buildWorker(SOURCE, outDir, 'codec.js'));
}

/** After the tests in Node. */
export function teardown() {
  if (folder) rmSync(folder, { recursive: true, force: true });
}
