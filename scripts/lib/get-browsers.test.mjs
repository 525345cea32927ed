import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aptFault } from './apt.mjs';
import { getBrowsers } from './get-browsers.mjs';
import { installedBrowser } from './installed-browsers.mjs';

/** Any program that knows `--version` will do for a browser that starts. */
const BROWSER = { path: process.execPath, origin: 'test' };
const REFUSED = { ok: false, why: 'apt needs root, and sudo asks for a password' };

beforeEach(() => {
  vi.stubEnv('CHROMIUM_PATH', undefined);
  vi.stubEnv('FIREFOX_PATH', undefined);
  vi.stubEnv('CI', undefined);
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A machine without browsers on which the given ways bring some. */
function machine({ access = REFUSED, downloads = false } = {}) {
  const present = new Set();
  const calls = [];
  return {
    calls,
    ways: {
      find: (name) => (present.has(name) ? BROWSER : undefined),
      canUseApt: async () => access,
      aptInstall: async (packages) => {
        calls.push(`apt ${packages.join(' ')}`);
        for (const name of packages) present.add(name.replace('-esr', ''));
      },
      download: async () => {
        calls.push('download');
        if (downloads) present.add('chromium');
      },
    },
  };
}

describe('getBrowsers', () => {
  it('gets nothing when all is there', async () => {
    const { ways, calls } = machine();
    expect(await getBrowsers(['chromium'], { ...ways, find: () => BROWSER })).toEqual({ chromium: BROWSER.path });
    expect(calls).toEqual([]);
  });

  it('installs both with one apt where it may', async () => {
    const { ways, calls } = machine({ access: { ok: true } });
    expect(Object.keys(await getBrowsers(['chromium', 'firefox'], ways))).toEqual(['chromium', 'firefox']);
    expect(calls).toEqual(['apt chromium firefox-esr']);
  });

  it('lets Playwright download Chromium where apt may not be used', async () => {
    const { ways, calls } = machine({ downloads: true });
    expect(await getBrowsers(['chromium'], ways)).toEqual({ chromium: BROWSER.path });
    expect(calls).toEqual(['download']);
  });

  it('fails in one sentence when no way leads to a Chromium', async () => {
    await expect(getBrowsers(['chromium'], machine().ways)).rejects.toThrow(
      /^Chromium is missing and could not be installed, because apt needs root, and sudo asks for a password: install it, or set CHROMIUM_PATH to where it is\.$/,
    );
  });

  it('does without Firefox for a developer, but not in CI', async () => {
    const found = machine({ downloads: true });
    expect(await getBrowsers(['chromium', 'firefox'], found.ways)).toEqual({ chromium: BROWSER.path });
    vi.stubEnv('CI', 'true');
    await expect(getBrowsers(['chromium', 'firefox'], found.ways)).rejects.toThrow(/^Firefox is missing/);
  });

  it('refuses a variable that leads nowhere', async () => {
    vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium');
    const ways = { ...machine().ways, find: installedBrowser };
    await expect(getBrowsers(['chromium'], ways)).rejects.toThrow(
      /^CHROMIUM_PATH is \/nowhere\/chromium, but there is no such file\.$/,
    );
  });
});

describe('installedBrowser', () => {
  it('takes what the variable names before all else', () => {
    const env = { CHROMIUM_PATH: '/opt/chromium' };
    expect(installedBrowser('chromium', { env, exists: () => true })?.path).toBe('/opt/chromium');
  });

  it('finds what Debian installs', () => {
    const exists = (path) => ['/usr/bin/chromium', '/usr/bin/firefox-esr'].includes(path);
    const env = { PLAYWRIGHT_BROWSERS_PATH: '/nowhere' };
    expect(installedBrowser('chromium', { env, exists })?.path).toBe('/usr/bin/chromium');
    expect(installedBrowser('firefox', { env, exists })?.path).toBe('/usr/bin/firefox-esr');
  });
});

describe('aptFault', () => {
  it.each([
    ["W: Failed to fetch http://deb.example/  Could not resolve 'deb.example'", /servers cannot be reached/],
    ['E: Could not open lock file - open (13: Permission denied)', /needs the rights of root/],
    ['E: Could not get lock /var/lib/dpkg/lock-frontend', /Another apt-get is running/],
  ])('has one sentence for %s', (output, sentence) => {
    expect(aptFault(output)).toMatch(sentence);
  });
});
