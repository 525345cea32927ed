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

export default defineConfig([
  {
    ...common,
    name: 'sdk',
    cwd: 'packages/sdk',
    platform: 'browser',
    entry: ['src/*.ts', '!src/*.test.ts'],
    deps: { alwaysBundle: [rooms] },
  },
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
