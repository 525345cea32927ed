import { withNode } from './lib/require-node.mjs';

/** `npm run lock`: brings package-lock.json up to date with the package.json files, for all platforms. */
withNode(async () => {
  const [{ runMain }, { lock }] = await Promise.all([import('./lib/stop.mjs'), import('./lib/lock.mjs')]);
  runMain(lock);
});
