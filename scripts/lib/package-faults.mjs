import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf } from './imports-of.mjs';

/**
 * Says where a package that is ready to be published and its list of dependencies do not agree: npm installs only what
 * is listed, and rooms that were bundled bring their imports with them.
 *
 * @param {string} dir folder with package.json and dist
 * @returns {string[]}
 */
export function packageFaults(dir) {
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const listed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const imported = new Set(filesIn(join(dir, 'dist')).flatMap(packagesIn));
  imported.delete(manifest.name);
  const missing = [...imported].filter((name) => !listed.includes(name));
  const idle = Object.keys(manifest.dependencies ?? {}).filter((name) => !imported.has(name));
  return [
    ...missing.map((name) => `${manifest.name} imports ${name}, which its package.json does not list`),
    ...idle.map((name) => `${manifest.name} lists ${name} and never imports it`),
  ];
}

/** @param {string} dir @returns {string[]} */
function filesIn(dir) {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|d\.ts)$/.test(file))
    .map((file) => join(dir, file));
}

/** The packages that a file imports; Node's own modules are none. @param {string} file @returns {string[]} */
function packagesIn(file) {
  const specifiers = importsOf(readFileSync(file, 'utf8')).filter((id) => !/^(\.|node:)/.test(id));
  return specifiers.map((id) => id.split('/', id.startsWith('@') ? 2 : 1).join('/'));
}
