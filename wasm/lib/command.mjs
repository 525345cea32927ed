import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { step } from '../../scripts/lib/step.mjs';
import { Stop } from '../../scripts/lib/stop.mjs';
import { buildLibrary } from './build-library.mjs';
import { inputsLine, readChecksums, sha256, writeChecksums } from './checksums.mjs';
import { inputsHash, LIBRARIES } from './inputs.mjs';
import { sizeTable } from './size-table.mjs';
import { installToolchain } from './toolchain.mjs';

const HELP = `npm run build:wasm [-- LIBRARY …] [-- OPTION …]
Builds the WebAssembly of the codecs: ${LIBRARIES.join(', ')}; all of them if none is named.
  --check      builds everything anew and compares it with the committed modules; changes nothing
  --fresh      does not use objects of earlier builds
  --out DIR    writes the modules below DIR, not into the packages
  --threads N  how many files are compiled at once`;

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function buildWasm(args) {
  const { values, positionals } = parse(args);
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  await installToolchain();
  const names = positionals.length > 0 ? positionals : LIBRARIES;
  const threads = values.threads ? Number(values.threads) : undefined;
  const options = { fresh: values.fresh || values.check, say: console.log, ...(threads ? { threads } : {}) };
  /** @type {Map<string, Uint8Array>} */
  const all = new Map();
  /** @type {Map<string, string>} */
  const inputs = new Map();
  for (const name of names) {
    // Before the build, so that a file changed meanwhile makes the check fail and not pass.
    inputs.set(inputsLine(name), inputsHash(name));
    const modules = await step(`Building wasm/${name}`, async () => buildLibrary(await recipeOf(name), options));
    for (const [file, bytes] of modules) all.set(file, bytes);
  }
  console.log(sizeTable(all));
  if (values.check) return compare(all);
  save(all, values.out ?? ROOT);
  if (!values.out) writeChecksums(new Map([...readChecksums(), ...inputs, ...hashes(all)]));
  return 0;
}

/** @param {string[]} args */
function parse(args) {
  try {
    const parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: 'boolean' },
        check: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        out: { type: 'string' },
        threads: { type: 'string' },
      },
    });
    const unknown = parsed.positionals.filter((name) => !LIBRARIES.includes(name));
    if (unknown.length > 0) throw new TypeError(`There is no library called ${unknown.join(', ')}.`);
    return parsed;
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}

/** @param {string} name @returns {Promise<import('./recipe.mjs').Recipe>} */
async function recipeOf(name) {
  const { recipe } = await import(pathToFileURL(join(ROOT, 'wasm', name, 'recipe.mjs')).href);
  return recipe;
}

/** @param {ReadonlyMap<string, Uint8Array>} modules @param {string} folder */
function save(modules, folder) {
  for (const [file, bytes] of modules) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/** @param {ReadonlyMap<string, Uint8Array>} modules @returns {[string, string][]} */
function hashes(modules) {
  return [...modules].map(([file, bytes]) => [file, sha256(bytes)]);
}

/**
 * Byte for byte with what is committed, and with its checksum.
 *
 * @param {ReadonlyMap<string, Uint8Array>} modules
 * @returns {number} exit code
 */
function compare(modules) {
  const recorded = readChecksums();
  let faults = 0;
  for (const [file, hash] of hashes(modules)) {
    const path = join(ROOT, file);
    const committed = existsSync(path) ? sha256(readFileSync(path)) : 'no file';
    const same = committed === hash && recorded.get(file) === hash;
    if (!same) faults++;
    console.log(`${same ? '✓' : '✗'} ${file}`);
    if (!same)
      console.log(`  built     ${hash}\n  committed ${committed}\n  recorded  ${recorded.get(file) ?? 'nothing'}`);
  }
  return faults > 0 ? 1 : 0;
}
