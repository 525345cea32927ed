import { withNode } from '../scripts/lib/require-node.mjs';

/** `npm run build:native`: the same libraries for this machine, as its own compiler makes them, to compare with. */
withNode(async () => {
  const [{ runMain }, { buildNative }] = await Promise.all([
    import('../scripts/lib/stop.mjs'),
    import('./lib/native/build-native.mjs'),
  ]);
  runMain(buildNative);
});
