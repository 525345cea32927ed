import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { importsOf } from './imports-of.mjs';
import { MAY_IMPORT, PUBLISHED, SCOPE, TOP_LEVEL } from './layers.mjs';

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
const SOURCE = /\.(ts|tsx|mts|mjs)$/;
/** Made by tools, not written. */
const SKIPPED = /^(node_modules|dist|gen|test-results|\..*)$/;
const TEST = /(\.test\.tsx?|-contract\.ts)$/;

/**
 * @typedef {{ name: string, dir: string, manifest: Record<string, any>, declared: Set<string> }} Workspace
 */

/**
 * Says where the plan of the house is broken, one sentence each; empty when it is kept.
 *
 * @param {string} root folder that holds `packages/`
 * @returns {string[]}
 */
export function layerFaults(root) {
  const rootDeclared = declaredIn(readManifest(root));
  return workspacesOf(root).flatMap((workspace) => [
    ...manifestFaults(workspace),
    ...exportFaults(workspace),
    ...readmeFaults(workspace),
    ...importFaults(workspace, rootDeclared),
  ]);
}

/** @param {string} root @returns {Workspace[]} */
function workspacesOf(root) {
  const rooms = readdirSync(join(root, 'packages')).map((name) => ({ name, dir: join(root, 'packages', name) }));
  const top = TOP_LEVEL.map((name) => ({ name, dir: join(root, name) }));
  return [...rooms, ...top]
    .filter(({ dir }) => existsSync(join(dir, 'package.json')))
    .map(({ name, dir }) => {
      const manifest = readManifest(dir);
      return { name, dir, manifest, declared: declaredIn(manifest) };
    });
}

/** @param {Workspace} workspace @returns {string[]} */
function manifestFaults({ name, manifest, declared }) {
  const allowed = MAY_IMPORT[name];
  const file = `${name}/package.json`;
  if (!allowed) return [`${file}: the room "${name}" has no line in scripts/lib/layers.mjs`];
  const faults = [];
  if (manifest['name'] !== SCOPE + name) faults.push(`${file}: the name is not ${SCOPE}${name}`);
  const isPrivate = manifest['private'] === true;
  if (PUBLISHED.includes(name) === isPrivate) {
    faults.push(`${file}: "private" must ${isPrivate ? 'not ' : ''}be true`);
  }
  for (const room of roomsIn(declared)) {
    if (!allowed.includes(room)) faults.push(`${file}: ${name} may not import ${room}`);
  }
  if (!PUBLISHED.includes(name)) return faults;
  for (const room of roomsIn(new Set(Object.keys(manifest['dependencies'] ?? {})))) {
    if (!PUBLISHED.includes(room))
      faults.push(`${file}: ${room} is private, so npm users cannot install it: bundle it`);
  }
  return faults;
}

/** What only the build makes, and only npm users need: what runs off the page, WebAssembly and the schema, by name. */
const BUILT_FILE = /^\.\/dist\/((workers|worklets|wasm)\/|[\w.-]+\.json$)/;

/** @param {Workspace} workspace @returns {string[]} */
function exportFaults({ name, dir, manifest }) {
  if (TOP_LEVEL.includes(name)) return [];
  const map = manifest['exports'];
  const file = `${name}/package.json`;
  if (typeof map !== 'object' || map === null) return [`${file}: without "exports" every file can be imported`];
  return Object.entries(map).flatMap(([key, target]) => {
    if (key.includes('*')) return [`${file}: "exports" opens a whole folder with "${key}"`];
    if (PUBLISHED.includes(name) && BUILT_FILE.test(target)) return [];
    if (typeof target !== 'string' || !target.startsWith('./src/')) return [`${file}: "${key}" is not run from src`];
    return existsSync(join(dir, target)) ? [] : [`${file}: "${key}" names ${target}, which does not exist`];
  });
}

/** @param {Workspace} workspace @returns {string[]} */
function readmeFaults({ name, dir }) {
  const file = join(dir, 'README.md');
  const good = existsSync(file) && readFileSync(file, 'utf8').startsWith('# ');
  return good ? [] : [`${name}/README.md: missing, or without a title`];
}

/** @param {Workspace} workspace @param {Set<string>} rootDeclared @returns {string[]} */
function importFaults(workspace, rootDeclared) {
  const { dir, name, declared } = workspace;
  return sourcesIn(dir).flatMap((file) => {
    const where = join(name, relative(dir, file));
    const known = (/** @type {string} */ id) => declared.has(id) || (isTestCode(file, name) && rootDeclared.has(id));
    return importsOf(readFileSync(file, 'utf8')).flatMap((specifier) => {
      if (specifier.startsWith('.'))
        return relativeFaults(workspace, file, specifier).map((text) => `${where}: ${text}`);
      const id = packageOf(specifier);
      if (!id || id === workspace.manifest['name'] || known(id)) return [];
      return [`${where}: ${id} is not in the package.json of ${name}`];
    });
  });
}

/** @param {Workspace} workspace @param {string} file @param {string} specifier @returns {string[]} */
function relativeFaults({ dir, name }, file, specifier) {
  const target = resolve(dirname(file), specifier);
  if (target.startsWith(dir + sep)) return [];
  const scripts = resolve(dir, '../scripts') + sep;
  if (['e2e', 'bench'].includes(name) && target.startsWith(scripts)) return [];
  return [`${specifier} leaves the room; import it by its package name`];
}

/** @param {string} file @param {string} name @returns {boolean} */
function isTestCode(file, name) {
  return TEST.test(file) || name === 'e2e' || name === 'bench' || /\.config\.ts$/.test(file);
}

/** @param {string} dir @returns {string[]} */
function sourcesIn(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : sourcesIn(path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

/** @param {string} specifier @returns {string | undefined} */
function packageOf(specifier) {
  if (/^([a-z]+:|#|\/)/.test(specifier)) return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

/** @param {Set<string>} declared @returns {string[]} */
function roomsIn(declared) {
  return [...declared].filter((id) => id.startsWith(SCOPE)).map((id) => id.slice(SCOPE.length));
}

/** @param {Record<string, any>} manifest @returns {Set<string>} */
function declaredIn(manifest) {
  return new Set(SECTIONS.flatMap((section) => Object.keys(manifest[section] ?? {})));
}

/** @param {string} dir @returns {Record<string, any>} */
function readManifest(dir) {
  return JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
}
