import { expect, test } from 'vitest';
import { linkFlags } from './link-flags.mjs';

const OUTPUT = { file: 'x.wasm', stackBytes: 65_536, initialMemoryBytes: 131_072, maximumMemoryBytes: 1_048_576 };
/** @type {import('./recipe.mjs').Recipe} */
const RECIPE = { name: 'x', source: 'opus', files: [], flags: () => [], outputs: [OUTPUT] };

test('the sizes of an output are told to the linker', () => {
  const flags = linkFlags(RECIPE, OUTPUT).join(' ');
  expect(flags).toContain('stack-size=65536');
  expect(flags).toContain('--initial-memory=131072,--max-memory=1048576');
});

test('memory that is no whole number of pages is refused', () => {
  expect(() => linkFlags(RECIPE, { ...OUTPUT, maximumMemoryBytes: 100_000 })).toThrow(
    'x.wasm: memory is in pages of 64 KiB, got 100000.',
  );
});
