import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { chromiumArgs } from '../../../scripts/lib/chromium-args.mjs';
import { installedBrowser } from '../../../scripts/lib/installed-browsers.mjs';
import type { Rig } from '../rig/rig.mjs';

/** A Chromium inside a host of a rig. Playwright talks to it through a pipe, which no namespace hinders. */
export async function launchOn(rig: Rig, host: string, secureOrigin: string): Promise<Browser> {
  const path = installedBrowser('chromium')?.path;
  if (!path) throw new Error('there is no Chromium: install it or set CHROMIUM_PATH');
  const dir = mkdtempSync(join(tmpdir(), 'remotemedia-network-'));
  const executablePath = join(dir, `chromium-of-${host}`);
  const command = [...rig.host(host).namespace.prefix, path].join(' ');
  writeFileSync(executablePath, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  try {
    // Camera and digests are for secure pages only; over the network of a rig there is no other way to be one.
    const secure = `--unsafely-treat-insecure-origin-as-secure=${secureOrigin}`;
    return await chromium.launch({ executablePath, args: [...chromiumArgs(), '--mute-audio', secure] });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
