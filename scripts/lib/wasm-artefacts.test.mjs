import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inputsLine, sha256 } from '../../wasm/lib/checksums.mjs';
import { inputsHash } from '../../wasm/lib/inputs.mjs';
import { tempFolder } from './temp-folder.mjs';
import { artefactFaults } from './wasm-artefacts.mjs';

const MODULE = 'packages/codecs/src/opus/opus.wasm';

/** A repository with one library whose module fits its sources. */
function repository() {
  const root = tempFolder({
    'wasm/opus/recipe.mjs': 'export const recipe = {};',
    'wasm/opus/bridge.c': 'int one(void) { return 1; }',
    'wasm/opus/README.md': 'words',
    [MODULE]: 'the module',
  });
  const lines = [
    `${sha256(Buffer.from('the module'))}  ${MODULE}`,
    `${inputsHash('opus', root)}  ${inputsLine('opus')}`,
  ];
  writeFileSync(join(root, 'wasm/checksums.txt'), `# head\n${lines.join('\n')}\n`);
  return root;
}

test('nothing is wrong when modules and sources are as recorded', () => {
  expect(artefactFaults(repository())).toEqual([]);
});

test('a module that was changed by hand is named, with the expected and the real checksum', () => {
  const root = repository();
  writeFileSync(join(root, MODULE), 'another module');
  expect(artefactFaults(root)).toEqual([expect.stringContaining(`${MODULE} is not the file that was built: expected`)]);
});

test('a change of C code asks for a build', () => {
  const root = repository();
  writeFileSync(join(root, 'wasm/opus/bridge.c'), 'int one(void) { return 2; }');
  expect(artefactFaults(root)).toEqual([expect.stringContaining('run "npm run build:wasm"')]);
});

test('a change of words asks for nothing', () => {
  const root = repository();
  writeFileSync(join(root, 'wasm/opus/README.md'), 'other words');
  expect(artefactFaults(root)).toEqual([]);
});

test('a tree without checksums asks for a build', () => {
  const root = repository();
  writeFileSync(join(root, 'wasm/checksums.txt'), '');
  expect(artefactFaults(root)).toEqual([expect.stringContaining('has no checksums')]);
});
