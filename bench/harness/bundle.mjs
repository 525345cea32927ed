import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Inside the repository, so that bundled code finds node_modules. */
const CACHE = new URL('../.cache/', import.meta.url);

/**
 * Makes a folder for what is built in one run, so that two runs at a time do not get in each other's way.
 *
 * @param {string} name of the bench
 * @returns {Promise<{ path: string, remove(): Promise<void> }>}
 */
export async function makeBuildFolder(name) {
  await mkdir(CACHE, { recursive: true });
  const path = await mkdtemp(fileURLToPath(new URL(`${name}-`, CACHE)));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Only these are bundled for Node; the rest comes from node_modules as it is. */
const isOurs = /^@remotemedia\//;

/**
 * Bundles a folder with an index.html as a site for production.
 *
 * @param {URL} folder
 * @param {string} buildFolder
 * @returns {Promise<string>} path of the built site
 */
export async function bundleSite(folder, buildFolder) {
  const outDir = join(buildFolder, 'site');
  await build({
    configFile: false,
    root: fileURLToPath(folder),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2_000 },
  });
  return outDir;
}

/**
 * Bundles one of our Node packages from source, because Node 20 cannot run TypeScript.
 *
 * @param {string} specifier name of the package
 * @param {string} buildFolder
 * @returns {Promise<string>} path of the built module
 */
export async function bundleNodePackage(specifier, buildFolder) {
  const outDir = join(buildFolder, 'node');
  await build({
    configFile: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'warn',
    ssr: { noExternal: isOurs },
    build: {
      ssr: fileURLToPath(import.meta.resolve(specifier)),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'entry.mjs' } },
    },
  });
  return join(outDir, 'entry.mjs');
}
