import { expect, test } from 'vitest';
import { tempFolder } from '../../scripts/lib/temp-folder.mjs';
import { openObjectCache } from './object-cache.mjs';

const FILES = new Map([
  ['ours/a.c', '#include "used.h"'],
  ['ours/used.h', 'int used;'],
  ['ours/other.h', 'int other;'],
  ['generated/choice.h', '#define f f_c'],
]);
/** @type {import('./compile-worker.mjs').CompileJob} */
const JOB = { kind: 'compile', file: 'ours/a.c', flags: ['-O2'] };
const MADE = { bytes: Uint8Array.of(1, 2, 3), headers: ['ours/a.c', 'ours/used.h', 'generated/./choice.h'] };

/** @param {[string, string][]} changes @returns what is found after the object was kept and the files were changed */
function foundAfter(changes, job = JOB) {
  const folder = tempFolder();
  openObjectCache(FILES, folder).keep(JOB, MADE);
  const found = openObjectCache(new Map([...FILES, ...changes]), folder).find(job);
  return found && [...found];
}

test('an object is used again while all that it was made of is the same', () => {
  expect(foundAfter([])).toEqual([1, 2, 3]);
  expect(foundAfter([['ours/other.h', 'int changed;']])).toEqual([1, 2, 3]);
});

test('a change of the file, of a header that it includes, or of flags asks for another object', () => {
  expect(foundAfter([['ours/a.c', '#include "used.h"\nint more;']])).toBeUndefined();
  expect(foundAfter([['ours/used.h', 'int changed;']])).toBeUndefined();
  expect(foundAfter([['generated/choice.h', '#define f f_wasm']])).toBeUndefined();
  expect(foundAfter([], { ...JOB, flags: ['-O3'] })).toBeUndefined();
});
