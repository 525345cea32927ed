import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type RemoteMediaServer, type ServerOptions, startServer } from '@remotemedia/server';

/** The server under test, with the built demo on it. Whoever starts it closes it. */
export type Site = RemoteMediaServer;

/** Starts the real server on any free port of this machine. */
export function startSite(options: ServerOptions = {}): Promise<Site> {
  return startServer({ port: 0, demoDir: pathOf('../../demo/dist'), ...options });
}

/** Builds the demo when it is older than its sources, so that the tests can also be started by themselves. */
export function buildDemo(): void {
  execFileSync(process.execPath, [pathOf('../../scripts/build.mjs'), 'demo'], { stdio: 'inherit' });
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
