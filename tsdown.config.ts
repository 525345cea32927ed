import { basename } from 'node:path';
import { defineConfig, type UserConfig } from 'tsdown';
import { movedUrls } from './scripts/lib/moved-urls.mjs';

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
const rooms = /^@remotemedia\/(?!sdk$|sdk\/|react$|server$|models$|models\/)/;

/** Libraries of the pipelines; bundled, so that a page without a build finds them, too. */
const libraries = ['@cfworker/json-schema', 'leven', 'mediabunny', 'yaml'];

/** Where the SDK has what it takes from other packages as it is. */
const placeOf = (file: string) => (file.endsWith('/rnnoise_simd.wasm') ? 'wasm/rnnoise.wasm' : undefined);

/** What a package needs in whose code codecs and pipelines are bundled; the builds of what runs off the page go with it. */
const withFiles: UserConfig = {
  plugins: [movedUrls({ placeOf })],
  copy: [
    { from: '../codecs/src/{opus,vpx}/*.wasm', to: 'dist/wasm' },
    { from: '../../docs/manifest.schema.json', to: 'dist' },
  ],
};

/** What runs off the page: one file by itself, which may be moved, copied to another server, or inlined. */
const offPage = (entry: Record<string, string>): UserConfig => ({
  ...common,
  entry,
  clean: false,
  dts: false,
  deps: { alwaysBundle: [rooms, ...libraries] },
  plugins: [movedUrls({ placeOf, dist: '../' })],
  outputOptions: { codeSplitting: false },
  // Bundlers copy these files as they are.
  minify: true,
  // Where nothing is imported or exported, only this shows that it is a module.
  footer: { js: 'export {};' },
});

/** The SDK and what goes with it. */
const sdk: UserConfig = { name: 'sdk', cwd: 'packages/sdk', platform: 'browser' };

export default defineConfig([
  {
    ...common,
    ...withFiles,
    ...sdk,
    entry: ['src/*.ts', '!src/*.test.ts'],
    deps: { alwaysBundle: [rooms, ...libraries] },
  },
  { ...sdk, ...offPage({ 'workers/codec': '../codecs/src/engine/worker/codec.worker.ts' }) },
  { ...sdk, ...offPage({ 'workers/pipeline': '../pipeline/src/hosts/worker/pipeline.worker.ts' }) },
  { ...sdk, ...offPage({ 'worklets/pipeline': '../pipeline/src/hosts/worklet/pipeline.worklet.ts' }) },
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
    name: 'models',
    cwd: 'packages/models',
    platform: 'browser',
    entry: ['src/*.ts', '!src/*.test.ts'],
    plugins: [movedUrls({ placeOf: (file) => `files/${basename(file)}` })],
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
