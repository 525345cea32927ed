import { build } from 'vite';
import { ROOT } from './paths.mjs';

/**
 * Builds a file that runs off the page, with everything it imports, so that a thread of an older Node can run it.
 *
 * @param {string} source
 * @param {string} outDir
 * @param {string} fileName of what is built
 */
export async function buildWorker(source, outDir, fileName) {
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    ssr: { noExternal: true },
    build: { ssr: source, outDir, emptyOutDir: false, rolldownOptions: { output: { entryFileNames: fileName } } },
  });
}
