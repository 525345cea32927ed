import { withNode } from './lib/require-node.mjs';

/** `npm test [-- --only check|node|browser|e2e]`: gets what tests need and runs them all. */
withNode(async () => {
  const [{ runMain }, { test }] = await Promise.all([import('./lib/stop.mjs'), import('./lib/test.mjs')]);
  runMain(() => test(process.argv.slice(2)));
});
