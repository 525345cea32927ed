import { withNode } from './lib/require-node.mjs';

/** `npm run check`: everything that can be said about the source and the packages without running the product. */
withNode(async () => {
  const [{ runMain }, { installIfNeeded }] = await Promise.all([import('./lib/stop.mjs'), import('./lib/install.mjs')]);
  runMain(async () => {
    await installIfNeeded();
    const { check } = await import('./lib/check.mjs');
    await check();
  });
});
