import { expect, it } from 'vitest';
import { completeLock } from './complete-lock.mjs';

it('names the builds of a tool for other platforms, once', () => {
  const tool = { version: '2.0.0', dev: true, license: 'MIT' };
  const optionalDependencies = { '@tool/linux-x64': '2.0.0', '@tool/linux-arm64-musl': '2.0.0', '@tool/any': '^1.0.0' };
  const lock = {
    packages: {
      '': {},
      'node_modules/tool': { ...tool, optionalDependencies },
      'node_modules/@tool/linux-x64': { version: '2.0.0' },
    },
  };
  expect(completeLock(lock)).toEqual(['@tool/linux-arm64-musl']);
  expect(lock.packages['node_modules/@tool/linux-arm64-musl']).toEqual({
    ...tool,
    optional: true,
    os: ['linux'],
    cpu: ['arm64'],
    libc: ['musl'],
  });
  expect(Object.keys(lock.packages)[1]).toBe('node_modules/@tool/linux-arm64-musl');
  expect(completeLock(lock)).toEqual([]);
});
