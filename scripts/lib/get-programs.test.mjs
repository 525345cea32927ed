import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { getPrograms, installedProgram } from './get-programs.mjs';

beforeEach(() => {
  vi.stubEnv('CI', undefined);
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A machine that has some programs, and may or may not get others. */
function machine(present, access) {
  const installed = [];
  const ways = {
    find: (name) => ([...present, ...installed].includes(name) ? `/usr/sbin/${name}` : undefined),
    canUseApt: async () => access,
    aptInstall: async (names) => void installed.push(...names),
  };
  return { ways, installed };
}

it('installs what is missing, and no more', async () => {
  const { ways, installed } = machine(['one'], { ok: true });
  await getPrograms(['one', 'other'], ways);
  expect(installed).toEqual(['other']);
  expect(console.log).not.toHaveBeenCalled();
});

it('knows which Debian package a program is in', async () => {
  const { ways, installed } = machine([], { ok: true });
  await getPrograms(['turnserver'], { ...ways, find: () => '/usr/bin/turnserver' });
  expect(installed).toEqual([]);
  const found = () => (installed.includes('coturn') ? '/usr/bin/turnserver' : undefined);
  await getPrograms(['turnserver'], { ...ways, find: found });
  expect(installed).toEqual(['coturn']);
});

it('says what is missing where it cannot be installed, and ends the run in CI', async () => {
  const { ways } = machine([], { ok: false, why: 'this is not Debian' });
  const sentence = 'one is missing and could not be installed, because this is not Debian: install it.';
  await getPrograms(['one'], ways);
  expect(console.log).toHaveBeenCalledWith(`! ${sentence} Its tests are skipped.`);
  vi.stubEnv('CI', 'true');
  await expect(getPrograms(['one'], ways)).rejects.toThrow(sentence);
});

it('finds programs on the PATH', () => {
  expect(installedProgram('sh')).toMatch(/\/sh$/);
  expect(installedProgram('there-is-no-such-program')).toBeUndefined();
});
