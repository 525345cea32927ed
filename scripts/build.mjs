import { withNode } from './lib/require-node.mjs';

/** `npm run build [-- --force] [-- sdk react server models demo]`: builds what is older than its sources. */
withNode(async () => {
  const [{ runMain, Stop }, { installIfNeeded }, { BUILDS, buildIfNeeded }] = await Promise.all([
    import('./lib/stop.mjs'),
    import('./lib/install.mjs'),
    import('./lib/builds.mjs'),
  ]);
  runMain(async () => {
    const args = process.argv.slice(2);
    const named = args.filter((arg) => arg !== '--force');
    const unknown = named.find((name) => !BUILDS.some((known) => known === name));
    if (unknown) throw new Stop(`There is no build "${unknown}"; there are ${BUILDS.join(', ')}.`);
    const wanted = BUILDS.filter((name) => named.length === 0 || named.includes(name));
    await installIfNeeded();
    await buildIfNeeded(wanted, { force: args.includes('--force') });
  });
});
