import { withNode } from './lib/require-node.mjs';

/** `npm run fuzz [-- --help]`: tries inputs that nobody thought of on every parser, and on a live server. */
withNode(async () => {
  const [{ runMain }, { fuzz }] = await Promise.all([import('./lib/stop.mjs'), import('./lib/fuzz.mjs')]);
  runMain(() => fuzz(process.argv.slice(2)));
});
