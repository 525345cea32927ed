import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
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
  await buildCodecWorker(outDir);
  project.provide('codecWorkerUrl', pathToFileURL(join(outDir, 'codec.js')).href);
  project.onTestsRerun(() => buildCodecWorker(outDir));
}

/** After the tests in Node. */
export function teardown() {
  if (folder) rmSync(folder, { recursive: true, force: true });
}

/** @param {string} outDir where `codec.js` is to be */
async function buildCodecWorker(outDir) {
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    ssr: { noExternal: true },
    build: { ssr: SOURCE, outDir, emptyOutDir: false, rolldownOptions: { output: { entryFileNames: 'codec.js' } } },
  });
}
