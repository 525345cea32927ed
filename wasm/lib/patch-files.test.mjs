import { expect, test } from 'vitest';
import { Stop } from '../../scripts/lib/stop.mjs';
import { patchFiles } from './patch-files.mjs';

const BEFORE = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', ''].join('\n');
const DIFF = `Words before the diff.

diff --git a/src/x.c b/src/x.c
--- a/src/x.c
+++ b/src/x.c
@@ -1,3 +1,4 @@
 one
-two
+TWO
+two and a half
 three
@@ -6,2 +7 @@ in a function
-six
 seven
--- a/src/y.c
+++ b/src/y.c
@@ -1 +1 @@
-alone
+not alone
`;

test('changes the lines that a diff names, in all its files', () => {
  const files = new Map([
    ['src/x.c', BEFORE],
    ['src/y.c', 'alone\n'],
  ]);
  patchFiles(files, DIFF, 'x.patch');
  expect(files.get('src/x.c')).toBe('one\nTWO\ntwo and a half\nthree\nfour\nfive\nseven\n');
  expect(files.get('src/y.c')).toBe('not alone\n');
});

test('refuses a diff that does not fit, and says where and why', () => {
  const files = new Map([
    ['src/x.c', BEFORE.replace('three', 'THREE')],
    ['src/y.c', 'alone\n'],
  ]);
  expect(() => patchFiles(files, DIFF, 'x.patch')).toThrow(
    new Stop('x.patch: src/x.c line 3: expected "three", got "THREE".'),
  );
});

test('refuses a diff of a file that is not there', () => {
  expect(() => patchFiles(new Map(), DIFF, 'x.patch')).toThrow('x.patch changes src/x.c, which is not there.');
});
