import { withNode } from './lib/require-node.mjs';

/** `npm run gen`: makes the protobuf code anew. With `--check`: fails when what is committed differs. */
withNode(async () => {
  const [{ runMain }, { checkGenerated, generate }] = await Promise.all([
    import('./lib/stop.mjs'),
    import('./lib/generate.mjs'),
  ]);
  runMain(() => (process.argv.includes('--check') ? checkGenerated() : generate()));
});
