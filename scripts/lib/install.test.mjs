import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installFault, whyInstall } from './install.mjs';
import { tempFolder } from './temp-folder.mjs';

const lock = (packages) => JSON.stringify({ lockfileVersion: 3, packages });
const LEFT = { 'node_modules/left': { version: '1.0.0', integrity: 'sha512-x' } };

describe('whyInstall', () => {
  it('asks for an install when there was none', () => {
    expect(whyInstall(tempFolder({ 'package-lock.json': lock({}) }))).toBe('nothing is installed yet');
  });

  it('is content when all that the lockfile names is installed, whatever the times of the files', () => {
    const wanted = {
      '': {},
      'packages/base': {},
      ...LEFT,
      'node_modules/other-os': { version: '1.0.0', optional: true },
    };
    const files = { 'node_modules/.package-lock.json': lock(LEFT), 'package-lock.json': lock(wanted) };
    expect(whyInstall(tempFolder(files))).toBeUndefined();
  });

  it.each([
    ['another version', { 'node_modules/left': { version: '1.0.1', integrity: 'sha512-x' } }],
    ['another content', { 'node_modules/left': { version: '1.0.0', integrity: 'sha512-y' } }],
    ['one more package', { ...LEFT, 'packages/base/node_modules/right': { version: '1.0.0' } }],
  ])('asks for an install for %s', (_, wanted) => {
    const files = { 'node_modules/.package-lock.json': lock(LEFT), 'package-lock.json': lock(wanted) };
    expect(whyInstall(tempFolder(files))).toBe('package-lock.json has changed since the last time');
  });
});

describe('installFault', () => {
  it.each([
    [
      'npm error code ENOTFOUND',
      'The packages could not be installed because the npm registry cannot be reached (ENOTFOUND).',
    ],
    ['npm error code EUSAGE', 'package-lock.json does not fit the package.json files: run "npm run lock" once.'],
    ['npm error ENOSPC: no space', 'The packages could not be installed because the disk is full.'],
    ['npm error code EACCES', 'The packages could not be installed because node_modules cannot be written.'],
  ])('has one sentence for %s', (output, sentence) => {
    expect(installFault(output)).toBe(sentence);
  });

  it('is what npm start says and exits with when there is no network', { timeout: 60_000 }, () => {
    const root = tempFolder({
      'package.json': JSON.stringify({ name: 'x', version: '1.0.0', dependencies: { left: '1.0.0' } }),
      'package-lock.json': JSON.stringify({
        name: 'x',
        version: '1.0.0',
        lockfileVersion: 3,
        packages: {
          '': { name: 'x', version: '1.0.0', dependencies: { left: '1.0.0' } },
          'node_modules/left': { version: '1.0.0', integrity: 'sha512-AAAA' },
        },
      }),
      'go.mjs': `import { runMain } from ${JSON.stringify(join(import.meta.dirname, 'stop.mjs'))};
import { installIfNeeded } from ${JSON.stringify(join(import.meta.dirname, 'install.mjs'))};
runMain(() => installIfNeeded(import.meta.dirname));`,
    });
    // Nothing listens on the discard port.
    const env = { ...process.env, npm_config_registry: 'http://127.0.0.1:9/', npm_config_cache: join(root, 'cache') };
    const { status, stderr } = spawnSync(process.execPath, ['go.mjs'], { cwd: root, env, encoding: 'utf8' });
    expect(stderr.trim()).toBe(
      'The packages could not be installed because the npm registry cannot be reached (ECONNREFUSED).',
    );
    expect(status).toBe(1);
  });
});
