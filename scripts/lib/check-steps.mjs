import { join } from 'node:path';
import { buildIfNeeded } from './builds.mjs';
import { checkConsumer } from './consumer.mjs';
import { checkGenerated, lintProto } from './generate.mjs';
import { PUBLISHED } from './layers.mjs';
import { checkLock } from './lock.mjs';
import { checkCatalogue } from './node-catalogue.mjs';
import { packageFaults } from './package-faults.mjs';
import { checkPackedServer } from './packed-server.mjs';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { fileExports, stage } from './staging.mjs';
import { Stop } from './stop.mjs';
import { tool } from './tools.mjs';
import { checkWasmArtefacts } from './wasm-artefacts.mjs';

/**
 * All that is checked without running the product, quickest first.
 *
 * @type {readonly { name: string, work: () => Promise<unknown> }[]}
 */
export const CHECK_STEPS = [
  { name: 'lockfile fits the package.json files', work: checkLock },
  { name: 'committed WebAssembly fits its sources', work: async () => checkWasmArtefacts() },
  { name: 'layers: who may import whom, a README per room', work: () => script('check-layers.mjs') },
  {
    name: 'biome: format, lint, import cycles, undeclared dependencies',
    work: () => passes('biome', ['check', '--colors=off', '--error-on-warnings', '.']),
  },
  { name: 'types: tsc', work: () => passes('tsc', ['-b']) },
  { name: 'proto: buf lint', work: () => lintProto() },
  { name: 'generated code fits the .proto files', work: () => checkGenerated() },
  { name: 'docs/nodes.md and the schema of manifests fit the nodes', work: () => checkCatalogue() },
  { name: 'docs: every export has a comment', work: () => script('check-docs.mjs') },
  { name: 'knip: nothing unused', work: () => passes('knip', ['--no-progress', '--no-config-hints']) },
  { name: 'build of the packages', work: () => buildIfNeeded(['sdk', 'react', 'server', 'models']) },
  { name: 'packages list what they import', work: () => eachPackage(listsItsImports) },
  { name: 'publint: the packages as npm gets them', work: () => eachPackage(publint) },
  { name: 'attw: types resolve for npm users', work: () => eachPackage(attw) },
  { name: 'packages can be imported, type-checked and bundled by a user', work: checkConsumer },
  { name: 'the packed server installs, runs by npx, answers and drains', work: checkPackedServer },
  { name: 'size of the core entry', work: () => passes('sizeLimit', []) },
];

/** @param {Parameters<typeof tool>[0]} name @param {readonly string[]} args */
async function passes(name, args) {
  const { code, output } = await tool(name, args);
  if (code !== 0) throw new Stop(output.trim());
}

/** @param {string} file in scripts/ */
async function script(file) {
  const { code, output } = await run(process.execPath, [join(ROOT, 'scripts', file)], { cwd: ROOT });
  if (code !== 0) throw new Stop(output.trim());
}

/** @param {(dir: string) => Promise<void>} check is given the folder that would be published */
async function eachPackage(check) {
  for (const name of PUBLISHED) await check(stage(name));
}

/** @param {string} dir */
async function listsItsImports(dir) {
  const faults = packageFaults(dir);
  if (faults.length > 0) throw new Stop(faults.join('\n'));
}

/** @param {string} dir */
function publint(dir) {
  return passes('publint', ['run', dir, '--strict']);
}

/** Workers and WebAssembly are exported as files and have no types. @param {string} dir */
function attw(dir) {
  const files = fileExports(dir);
  const without = files.length > 0 ? ['--exclude-entrypoints', ...files] : [];
  return passes('attw', ['--pack', dir, '--profile', 'esm-only', ...without]);
}
