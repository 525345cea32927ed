import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFault } from './require-node.mjs';

it.each(['20.19.0', '20.20.2', '22.0.0', '26.1.0'])('accepts Node.js %s', (version) => {
  expect(nodeFault(version)).toBeUndefined();
});

it.each(['18.20.8', '20.18.3', '8.0.0'])('refuses Node.js %s', (version) => {
  expect(nodeFault(version)).toBe(`This needs Node.js 20.19 or newer, and this is ${version}.`);
});

it.each(['start.mjs', 'test.mjs', 'check.mjs', 'build.mjs', 'gen.mjs', 'dev.mjs'])('%s says so and fails', (script) => {
  const pretend = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });";
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(pretend)}`,
    join(import.meta.dirname, '..', script),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'This needs Node.js 20.19 or newer, and this is 18.20.8.\n',
  });
});
