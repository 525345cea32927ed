import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** The page with nothing but a call in it, built; its code is in `network/page`. */
export interface CallPage {
  /** Folder for a server's `demoDir`. */
  readonly dir: string;
  /** Deletes it. */
  remove(): Promise<void>;
}

/** Bundles the page from source. Whoever asks for it removes it. */
export async function buildCallPage(): Promise<CallPage> {
  await mkdir(CACHE, { recursive: true });
  const dir = await mkdtemp(join(CACHE, 'call-page-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../network/page', import.meta.url)),
    logLevel: 'warn',
    build: { outDir: dir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2_000 },
  });
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}
