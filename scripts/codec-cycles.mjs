import { withNode } from './lib/require-node.mjs';

/** `node scripts/codec-cycles.mjs [COUNT]`: opens, uses and closes 10,000 coders of the built SDK; memory must stay flat. */
withNode(async () => {
  const [{ runMain, Stop }, { installIfNeeded }, { buildIfNeeded }, { runCodecCycles }] = await Promise.all([
    import('./lib/stop.mjs'),
    import('./lib/install.mjs'),
    import('./lib/builds.mjs'),
    import('./lib/codec-cycles.mjs'),
  ]);
  runMain(async () => {
    const count = Number(process.argv[2] ?? 10_000);
    if (!(count >= 1000)) throw new Stop('COUNT must be 1000 or more; memory settles in the first tenth.');
    await installIfNeeded();
    await buildIfNeeded(['sdk']);
    await runCodecCycles(count);
  });
});
