import { expect, it } from 'vitest';
import { importsOf } from './imports-of.mjs';

it('finds every way to import', () => {
  const source = `
import 'side-effect';
import one, { type Two } from "pkg/sub";
import type { Three } from './three.ts';
import {
  four,
} from '@scope/four';
export * from './five.ts';
const six = await import('./six.ts');
`;
  expect(importsOf(source)).toEqual(['side-effect', 'pkg/sub', './three.ts', '@scope/four', './five.ts', './six.ts']);
});

it('leaves out comments', () => {
  expect(importsOf("/**\n * import { a } from 'a';\n */\n// import 'b';\n")).toEqual([]);
});
