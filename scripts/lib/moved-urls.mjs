import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** In pieces: what loads tsdown's configuration would put an address in its place, in a string as well. */
const OWN_URL = ['import', 'meta', 'url'].join('.');
/** A file that lies beside the source: what runs off the page, or WebAssembly. */
const OWN = /new URL\('(?![^']*node_modules)[\w./-]*?([\w-]+)\.(worker\.ts|worklet\.ts|wasm)', import\.meta\.url\)/g;
/** A file of a package that was installed. */
const FOREIGN = /new URL\(\s*'(?:\.\.\/)+node_modules\/([\w./@-]+)',\s*import\.meta\.url,?\s*\)/g;

/** Where a package has what the source calls so. @type {Readonly<Record<string, (name: string) => string>>} */
const PLACES = {
  'worker.ts': (name) => `workers/${name}.js`,
  'worklet.ts': (name) => `worklets/${name}.js`,
  wasm: (name) => `wasm/${name}.wasm`,
};

/**
 * Where to put the files that come from other packages, and where the code is that asks for files.
 *
 * @typedef {object} MovedUrlsOptions
 * @property {(file: string) => string | undefined} [placeOf] place in dist of a file such as `some-package/dist/a.wasm`
 * @property {string} [dist] the way from the code to dist; `./` unless given
 */

/**
 * For builds of packages: sources ask for files where they lie in the repository, a package has them in folders of its
 * own. The form stays that which bundlers look for. Files of other packages are copied.
 *
 * @param {MovedUrlsOptions} [options]
 */
export function movedUrls({ placeOf = () => undefined, dist = './' } = {}) {
  return {
    name: 'moved-urls',
    /**
     * @this {{ emitFile(file: { type: 'asset', fileName: string, source: Uint8Array }): string }}
     * @param {string} code
     */
    transform(code) {
      if (!code.includes(OWN_URL)) return undefined;
      const moved = code.replace(OWN, (_, /** @type {string} */ name, /** @type {string} */ kind) =>
        urlOf(dist + PLACES[kind]?.(name)),
      );
      return moved.replace(FOREIGN, (_, /** @type {string} */ file) => {
        const fileName = placeOf(file);
        if (!fileName) throw new Error(`the source asks for ${file}, and the build has no place for it`);
        this.emitFile({
          type: 'asset',
          fileName,
          source: withoutMap(readFileSync(join(ROOT, 'node_modules', file)), file),
        });
        return urlOf(dist + fileName);
      });
    },
  };
}

/**
 * The map of a script does not go along: servers of bundlers complain of each script that names one that is not there.
 *
 * @param {Buffer} source
 * @param {string} file
 * @returns {Uint8Array}
 */
function withoutMap(source, file) {
  if (!/\.m?js$/.test(file)) return source;
  return Buffer.from(source.toString('utf8').replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n'));
}

/** @param {string} path */
function urlOf(path) {
  return `new URL('${path}', ${OWN_URL})`;
}
