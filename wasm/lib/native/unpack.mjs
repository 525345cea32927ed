import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT } from '../../../scripts/lib/paths.mjs';
import { run } from '../../../scripts/lib/run.mjs';
import { Stop } from '../../../scripts/lib/stop.mjs';
import { sourceBytes } from '../fetch-source.mjs';
import { patchFiles } from '../patch-files.mjs';
import { SOURCES } from '../source-list.mjs';

/**
 * Unpacks a source archive with the patches that every build gets. By tar, because a build with configure and make
 * needs links, rights and times of files as they were.
 *
 * @param {import('../source-list.mjs').SourceName} name
 * @param {string} folder is emptied first
 */
export async function unpackSource(name, folder) {
  const source = SOURCES[name];
  await sourceBytes(source);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = join(CACHE, 'wasm/sources', source.file);
  await must('tar', ['xf', archive, '--strip-components=1', '--no-same-owner'], folder);
  for (const patch of source.patches) patchFolder(folder, patch);
}

/** @param {string} folder @param {string} patch in `wasm/patches` */
function patchFolder(folder, patch) {
  const diff = readFileSync(join(ROOT, 'wasm/patches', patch), 'utf8');
  const paths = [...diff.matchAll(/^\+\+\+ [^/\s]+\/(\S+)/gm)].map(([, path = '']) => path);
  const files = new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
  patchFiles(files, diff, patch);
  for (const [path, text] of files) writeFileSync(join(folder, path), text, 'latin1');
}

/**
 * Runs a program that has to succeed.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export async function must(program, args, cwd) {
  const { code, output } = await run(program, args, { cwd });
  if (code === 0) return;
  const end = output.trim().split('\n').slice(-20).join('\n');
  throw new Stop(`"${[program, ...args].join(' ')}" ended with code ${code}:\n${end}`);
}
