import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const CODECS = new URL('../../packages/codecs/src/', import.meta.url);
/** Only ours are bundled; rivals come from node_modules as they are. */
const isOurs = /^@remotemedia\//;

/**
 * Bundles the side of Node from source, because Node 20 cannot run TypeScript. The `.wasm` files are laid beside it as
 * the code expects them.
 *
 * @param {string} buildFolder
 * @returns {Promise<string>} path of the built module
 */
export async function bundleNodeStage(buildFolder) {
  const outDir = join(buildFolder, 'node');
  await build({
    configFile: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'warn',
    ssr: { noExternal: isOurs },
    build: {
      ssr: fileURLToPath(new URL('node-stage.ts', import.meta.url)),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'module/entry.mjs', chunkFileNames: 'module/[name]-[hash].mjs' } },
    },
  });
  for (const folder of ['opus', 'vpx']) {
    await cp(new URL(`${folder}/`, CODECS), join(outDir, folder), {
      recursive: true,
      filter: (path) => !path.endsWith('.ts'),
    });
  }
  return join(outDir, 'module', 'entry.mjs');
}
