import { defineConfig, type UserConfig } from 'tsdown';

/** What npm gets: the published packages with the private rooms bundled in, and one .d.ts for each entry. */
const common: UserConfig = {
  format: 'es',
  target: 'es2022',
  clean: true,
  report: false,
  dts: { resolver: 'tsc' },
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
};

/** Private rooms go into the bundle; npm could not install them. */
const rooms = /^@remotemedia\/(?!sdk$|sdk\/|react$|server$)/;

/**
 * Sources ask for a worker or for WebAssembly where it lies among them; a package has them in `workers/` and `wasm/`. The
 * form stays that which bundlers look for.
 */
const movedUrls = {
  name: 'moved-urls',
  transform: (code: string) =>
    code
      .replace(
        /new URL\('[\w./-]*?([\w-]+)\.worker\.ts', import\.meta\.url\)/g,
        "new URL('./workers/$1.js', import.meta.url)",
      )
      .replace(
        /new URL\('[\w./-]*?([\w-]+)\.wasm', import\.meta\.url\)/g,
        "new URL('./wasm/$1.wasm', import.meta.url)",
      ),
};

/** What a package needs in whose code the codecs are bundled, for pages or for Node; the worker's build goes with it. */
const withCodecs: UserConfig = {
  plugins: [movedUrls],
  copy: [{ from: '../codecs/src/{opus,vpx}/*.wasm', to: 'dist/wasm' }],
};

/** What runs off the page, each file by itself: it may be moved, copied to another server, or inlined. */
const workers: UserConfig = {
  ...common,
  entry: { 'workers/codec': '../codecs/src/engine/worker/codec.worker.ts' },
  clean: false,
  dts: false,
  deps: { alwaysBundle: [rooms] },
  // Nothing of it is imported or exported, so only this shows that it is a module.
  footer: { js: 'export {};' },
};

export default defineConfig([
  {
    ...common,
    ...withCodecs,
    name: 'sdk',
    cwd: 'packages/sdk',
    platform: 'browser',
    entry: ['src/*.ts', '!src/*.test.ts'],
    deps: { alwaysBundle: [rooms] },
  },
  { ...workers, name: 'sdk', cwd: 'packages/sdk', platform: 'browser' },
  {
    ...common,
    name: 'react',
    cwd: 'packages/react',
    platform: 'browser',
    entry: { index: 'src/index.ts' },
    deps: { alwaysBundle: [rooms] },
  },
  {
    ...common,
    name: 'server',
    cwd: 'packages/server',
    platform: 'node',
    target: 'node20.19',
    entry: { index: 'src/index.ts', main: 'src/main.ts' },
    deps: { alwaysBundle: [rooms] },
  },
]);
