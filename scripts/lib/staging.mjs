import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT } from './paths.mjs';

/** The texts of both licences. npm takes only a file called LICENSE along unasked. */
const LICENCES = ['LICENSE-MIT', 'LICENSE-APACHE'];

/** Those of the libraries inside the WebAssembly, and a notice that names them. */
const WASM_LICENCES = 'wasm/licences';

/** In a package's folder: those of what it takes along besides. */
const OWN_LICENCES = 'licences';

/**
 * Lays out a published package as npm users get it and returns the folder: dist, README, licences and a package.json
 * whose exports lead to dist instead of src. `npm publish` and all checks of packages work on that folder.
 *
 * @param {string} name such as `sdk`
 * @returns {string}
 */
export function stage(name) {
  const from = join(ROOT, 'packages', name);
  const to = join(CACHE, 'pack', name);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const manifest = publishedManifest(JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')));
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(from, 'dist'), join(to, 'dist'), { recursive: true });
  if (existsSync(join(from, 'README.md'))) cpSync(join(from, 'README.md'), join(to, 'README.md'));
  for (const licence of LICENCES) cpSync(join(ROOT, licence), join(to, licence));
  if (hasWasm(manifest)) cpSync(join(ROOT, WASM_LICENCES), join(to, WASM_LICENCES), { recursive: true });
  if (existsSync(join(from, OWN_LICENCES)))
    cpSync(join(from, OWN_LICENCES), join(to, OWN_LICENCES), { recursive: true });
  return to;
}

/**
 * The package.json that npm gets: exports in dist, the licences, no workspace-only parts.
 *
 * @param {Record<string, any>} manifest of the workspace
 * @returns {Record<string, any>}
 */
export function publishedManifest(manifest) {
  const { devDependencies: _dev, scripts: _scripts, exports, files = [], ...rest } = manifest;
  const published = Object.entries(exports).map(([key, source]) => [key, publishedTarget(source)]);
  return {
    ...rest,
    files: [...files, ...LICENCES, ...(hasWasm(manifest) ? [WASM_LICENCES] : [])],
    exports: { ...Object.fromEntries(published), './package.json': './package.json' },
  };
}

/** @param {Record<string, any>} manifest @returns {boolean} */
function hasWasm({ exports }) {
  return Object.keys(exports).some((key) => key.endsWith('.wasm'));
}

/**
 * What a package that is laid out exports besides code with types.
 *
 * @param {string} dir
 * @returns {string[]} such as `./wasm/opus.wasm`
 */
export function fileExports(dir) {
  const { exports } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const files = Object.keys(exports).filter((key) => typeof exports[key] === 'string');
  return files.filter((key) => key !== './package.json');
}

/**
 * Files that only the build makes, such as workers and WebAssembly, are exported as they are.
 *
 * @param {string} source such as `./src/index.ts` or `./dist/wasm/opus.wasm`
 * @returns {string | { types: string, default: string }}
 */
function publishedTarget(source) {
  if (source.startsWith('./dist/')) return source;
  const stem = source.replace(/^\.\/src\//, './dist/').replace(/\.tsx?$/, '');
  return { types: `${stem}.d.ts`, default: `${stem}.js` };
}
