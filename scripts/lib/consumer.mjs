import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED, SCOPE } from './layers.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { stage } from './staging.mjs';
import { Stop } from './stop.mjs';
import { tool } from './tools.mjs';

const PACK = join(CACHE, 'pack');
const CONSUMER = join(PACK, 'consumer');

/** A user's settings: strict, and with a look into the declarations of all libraries. */
const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'DOM', 'DOM.Iterable', 'ESNext.Disposable'],
    module: 'ESNext',
    moduleResolution: 'Bundler',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  },
  include: ['*.ts'],
};

/**
 * Uses the packages as a user would who installed them: every entry is imported in plain Node, which must do nothing,
 * type-checked, and those for pages are built with Vite.
 */
export async function checkConsumer() {
  const entries = PUBLISHED.flatMap((name) => entriesOf(stage(name)));
  link();
  const pages = entries.filter((entry) => !entry.startsWith(`${SCOPE}server`));
  write('node.mjs', importsOfAll(entries));
  write('types.ts', importsOfAll(entries));
  write('page.js', `${importsOfAll(pages)}globalThis.used = [${pages.map((_, index) => `all${index}`)}];\n`);
  write('index.html', '<!doctype html><script type="module" src="page.js"></script>\n');
  write('tsconfig.json', JSON.stringify(TSCONFIG));
  expectSuccess('import in Node', await run(process.execPath, ['node.mjs'], { cwd: CONSUMER }), { silent: true });
  expectSuccess('type check', await tool('tsc', ['-p', CONSUMER]));
  expectSuccess('Vite build', await tool('vite', ['build', CONSUMER, '--logLevel', 'warn']));
}

/** Every name under which code of the package can be imported. @param {string} dir @returns {string[]} */
function entriesOf(dir) {
  const { name, exports } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([key]) => name + key.slice(1));
}

/** Makes the laid out packages importable, for each other too. */
function link() {
  const scope = join(PACK, 'node_modules', SCOPE);
  rmSync(scope, { recursive: true, force: true });
  mkdirSync(scope, { recursive: true });
  for (const name of PUBLISHED) symlinkSync(join(PACK, name), join(scope, name), 'junction');
  rmSync(CONSUMER, { recursive: true, force: true });
  mkdirSync(CONSUMER);
}

/** @param {string} file @param {string} text */
function write(file, text) {
  writeFileSync(join(CONSUMER, file), text);
}

/** @param {string[]} entries @returns {string} */
function importsOfAll(entries) {
  return entries.map((entry, index) => `import * as all${index} from '${entry}';\n`).join('');
}

/** @param {string} what @param {import('./run.mjs').RunResult} result @param {{ silent?: boolean }} [options] */
function expectSuccess(what, { code, output }, { silent = false } = {}) {
  if (code !== 0) throw new Stop(`A user's ${what} of the packages fails:\n${output.trim().replaceAll(ROOT, './')}`);
  if (silent && output) throw new Stop(`A user's ${what} of the packages prints:\n${output.trim()}`);
}
