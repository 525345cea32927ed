import { withNode } from '../scripts/lib/require-node.mjs';

/** `npm run build:wasm [-- --help]`: makes the WebAssembly of the codecs. */
withNode(async () => {
  const [{ runMain }, { buildWasm }] = await Promise.all([
    import('../scripts/lib/stop.mjs'),
    import('./lib/command.mjs'),
  ]);
  runMain(() => buildWasm(process.argv.slice(2)));
});
