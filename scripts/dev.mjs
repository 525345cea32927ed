import { withNode } from './lib/require-node.mjs';

/** `npm run dev`: the demo from source, with the built server behind it; a change shows at once. */
withNode(async () => {
  const [{ runMain }, { dev }] = await Promise.all([import('./lib/stop.mjs'), import('./lib/dev.mjs')]);
  runMain(dev);
});
