import { dirname, resolve } from 'node:path';
import { build } from 'vite';

const WORKLET = /new URL\('([\w./-]+\.worklet\.ts)', import\.meta\.url\)/g;

/**
 * For builds by Vite: it takes a worklet for a file like any other and would hand TypeScript to the browser. This bundles
 * each one into a file of its own. The development server needs no help.
 *
 * @returns {import('vite').Plugin}
 */
export function worklets() {
  return {
    name: 'worklets',
    apply: 'build',
    enforce: 'pre',
    async transform(code, id) {
      /** @type {Map<string, string>} */
      const files = new Map();
      for (const [whole, path = ''] of code.matchAll(WORKLET)) {
        const source = await bundled(resolve(dirname(id), path));
        const name = path.split('/').at(-1)?.replace('.ts', '.js') ?? '';
        files.set(whole, this.emitFile({ type: 'asset', name, source }));
      }
      if (files.size === 0) return undefined;
      return code.replace(
        WORKLET,
        (whole) => `new URL(import.meta.ROLLUP_FILE_URL_${files.get(whole)}, import.meta.url)`,
      );
    },
  };
}

/** @param {string} file @returns {Promise<string>} */
async function bundled(file) {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      // What a worklet has to say it does when it is loaded.
      rolldownOptions: {
        input: file,
        output: { format: 'es', codeSplitting: false },
        treeshake: { moduleSideEffects: true },
      },
    },
  });
  const [output] = 'output' in result ? result.output : [];
  if (output?.type !== 'chunk') throw new Error(`${file} was not bundled into one file`);
  return output.code;
}
