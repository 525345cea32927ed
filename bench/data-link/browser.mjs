import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumArgs } from '../../scripts/lib/chromium-args.mjs';
import { installedBrowser } from '../../scripts/lib/installed-browsers.mjs';

/**
 * Starts Chromium in a network namespace: an executable that enters it first.
 *
 * @param {{ prefix: readonly string[] }} namespace the words before a command that let it run in there
 * @param {string} secureOrigin whose pages may have digests, although it is neither encrypted nor of this machine
 * @returns {Promise<import('playwright').Browser>}
 */
export async function launchIn(namespace, secureOrigin) {
  const path = installedBrowser('chromium')?.path;
  if (!path) throw new Error('there is no Chromium: install it or set CHROMIUM_PATH');
  const folder = await mkdtemp(join(tmpdir(), 'remotemedia-bench-'));
  const executablePath = join(folder, 'chromium');
  try {
    await writeFile(executablePath, `#!/bin/sh\nexec ${namespace.prefix.join(' ')} ${path} "$@"\n`, { mode: 0o755 });
    const args = [...chromiumArgs(), `--unsafely-treat-insecure-origin-as-secure=${secureOrigin}`];
    return await chromium.launch({ executablePath, args });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
