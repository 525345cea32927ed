import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWorker } from './build-worker.mjs';
import { ROOT } from './paths.mjs';

const SOURCES = join(ROOT, 'packages/pipeline/src/hosts');

/** @type {string | undefined} */
let folder;

/**
 * What is used of Vitest's project; it learns the names that are provided from TypeScript only.
 *
 * @typedef {object} Project
 * @property {(name: 'pipelineWorkerUrl' | 'pipelineTestNodesUrl', value: string) => void} provide
 * @property {(callback: () => Promise<void>) => void} onTestsRerun
 */

/**
 * Before the tests in Node: builds the pipelines' worker, and a module with nodes for it to load. Tests get the addresses
 * with `inject('pipelineWorkerUrl')` and `inject('pipelineTestNodesUrl')`.
 *
 * @param {Project} project
 */
export async function setup(project) {
  const outDir = mkdtempSync(join(tmpdir(), 'remotemedia-pipeline-worker-'));
  folder = outDir;
  // What lies in a folder above must not make CommonJS of the parts that are loaded later.
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }');
  await buildAll(outDir);
  project.provide('pipelineWorkerUrl', pathToFileURL(join(outDir, 'pipeline.js')).href);
  project.provide('pipelineTestNodesUrl', pathToFileURL(join(outDir, 'test-nodes.js')).href);
  project.onTestsRerun(() => buildAll(outDir));
}

/** After the tests in Node. */
export function teardown() {
  if (folder) rmSync(folder, { recursive: true, force: true });
}

/** @param {string} outDir */
async function buildAll(outDir) {
  await buildWorker(join(SOURCES, 'worker/pipeline.worker.ts'), outDir, 'pipeline.js');
  await buildWorker(join(SOURCES, 'host-nodes-contract.ts'), outDir, 'test-nodes.js');
}
