import { expect, it } from 'vitest';
import { GROUPS } from './groups.mjs';
import { summarizeRatios } from './ratios.mjs';
import { ROWS } from './rows.mjs';

const report = (ratios) => /** @type {any} */ ({ ratios });

it('gives the worst row of each npm package, over both runtimes, and that of the native libraries beside it', () => {
  const { ratios, native, worst } = summarizeRatios(
    report({
      'node:opus-encode-voip-10': { ours: { native: 0.8, 'libopus-wasm': 1.3 } },
      'chromium:opus-encode-voip-10': { ours: { native: 0.9, 'libopus-wasm': 1.2 } },
      'node:vp9-encode-360p-7': { ours: { native: 0.85, 'libav.js': 6.4 } },
      'node:opus-decode-audio': { ours: { 'libav.js': 1.5, native: 0.95 } },
      'memory:vp9-encode': { ours: { 'libav.js': 0.5 } },
    }),
  );
  expect(ratios).toEqual({ 'libopus-wasm': 1.2, 'libav.js': 1.5 });
  expect(native).toBe(0.8);
  expect(worst['vp9-encode']).toEqual({
    native: { ratio: 0.85, row: 'vp9-encode-360p-7', runtime: 'node' },
    'libav.js': { ratio: 6.4, row: 'vp9-encode-360p-7', runtime: 'node' },
  });
});

it('has a group of its own for each row in each runtime', () => {
  const names = GROUPS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name } of ROWS) expect(names).toEqual(expect.arrayContaining([`node:${name}`, `chromium:${name}`]));
});
