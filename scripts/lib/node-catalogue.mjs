import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWorker } from './build-worker.mjs';
import { ROOT } from './paths.mjs';
import { Stop } from './stop.mjs';

const SOURCE = join(ROOT, 'packages/pipeline/src/catalogue/generated-files.ts');

/**
 * Writes what is made from the definitions of the nodes: docs/nodes.md and the JSON Schema of manifests.
 *
 * @param {string} [root] folder of the repository
 */
export async function generateCatalogue(root = ROOT) {
  for (const [path, contents] of Object.entries(await catalogue())) writeFileSync(join(root, path), contents);
}

/**
 * Compares what is committed with what would be made.
 *
 * @param {string} [root] folder of the repository
 */
export async function checkCatalogue(root = ROOT) {
  const files = Object.entries(await catalogue());
  const stale = files.filter(([path, contents]) => committed(join(root, path)) !== contents).map(([path]) => path);
  if (stale.length > 0) throw new Stop(`Run "npm run gen" and commit: ${stale.join(', ')} differ from the nodes.`);
  console.log(`${files.length} generated files fit the nodes`);
}

/** @param {string} file @returns {string | undefined} */
function committed(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Older Node runs no TypeScript, so it is built first. @returns {Promise<Record<string, string>>} contents by path */
async function catalogue() {
  const outDir = mkdtempSync(join(tmpdir(), 'remotemedia-catalogue-'));
  try {
    await buildWorker(SOURCE, outDir, 'catalogue.js');
    const { generatedFiles } = await import(pathToFileURL(join(outDir, 'catalogue.js')).href);
    return generatedFiles();
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
