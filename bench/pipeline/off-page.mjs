import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const HOSTS = new URL('../../packages/pipeline/src/hosts/', import.meta.url);

/** The files that run off the page, from source, by what they are called on the site. */
const FILES = {
  'pipeline.worklet.js': 'worklet/pipeline.worklet.ts',
  'pipeline.worker.js': 'worker/pipeline.worker.ts',
};

/**
 * Bundles what runs on the audio thread and in workers, each into one file beside the page.
 *
 * @param {string} outDir
 */
export async function bundleOffPage(outDir) {
  for (const [fileName, source] of Object.entries(FILES)) {
    await build({
      configFile: false,
      root: fileURLToPath(HOSTS),
      logLevel: 'error',
      build: {
        outDir,
        emptyOutDir: false,
        target: 'es2022',
        lib: { entry: fileURLToPath(new URL(source, HOSTS)), formats: ['es'], fileName: () => fileName },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    });
  }
}
