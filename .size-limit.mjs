/** A page loads what is imported statically; a chunk behind `import()` comes when it is used, so it does not count. */
const withoutLazyChunks = {
  name: 'without-lazy-chunks',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

export default [
  {
    name: 'core entry of the SDK, without what it loads later',
    path: 'packages/sdk/dist/index.js',
    limit: '25 kB',
    gzip: true,
    modifyEsbuildConfig: (config) => ({ ...config, format: 'esm', plugins: [withoutLazyChunks] }),
  },
];
