import { withNode } from './lib/require-node.mjs';

/** `npm start [-- --port N] [-- --host H]`: installs and builds what is missing, then serves the demo. */
withNode(async () => {
  const [{ runMain }, { start }] = await Promise.all([import('./lib/stop.mjs'), import('./lib/start.mjs')]);
  runMain(() => start(process.argv.slice(2)));
});
