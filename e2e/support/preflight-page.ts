import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** Asks the server that the page came from whether it is well, as an application would check its signaling. */
const MAIN = `import { runPreflight } from '@remotemedia/sdk/diagnosis';
const signaling = async (signal) => {
  const answer = await fetch('/health', { signal });
  if (!answer.ok) throw new Error('status ' + answer.status);
};
globalThis.preflight = (options) => runPreflight({ signaling, ...options });
`;
const INDEX = '<!doctype html><title>Pre-flight</title><body><script type="module" src="main.js"></script></body>\n';

/** Builds a page that has `runPreflight` as a global `preflight`. Gives the folder to serve, and what removes it. */
export async function buildPreflightPage(): Promise<{ readonly folder: string; remove(): void }> {
  mkdirSync(CACHE, { recursive: true });
  // Inside of the repository, so that packages are found from there.
  const root = mkdtempSync(join(CACHE, 'preflight-'));
  writeFileSync(join(root, 'index.html'), INDEX);
  writeFileSync(join(root, 'main.js'), MAIN);
  const outDir = join(root, 'dist');
  await build({ configFile: false, root, logLevel: 'warn', build: { outDir, target: 'es2022' } });
  return { folder: outDir, remove: () => rmSync(root, { recursive: true, force: true }) };
}
