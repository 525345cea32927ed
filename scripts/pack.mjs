import { withNode } from './lib/require-node.mjs';

/** `node scripts/pack.mjs [sdk react server]`: packs the published packages into .cache/pack, building what is needed. */
withNode(async () => {
  const [{ runMain, Stop }, { installIfNeeded }, { buildIfNeeded }, { PUBLISHED }, { pack }] = await Promise.all([
    import('./lib/stop.mjs'),
    import('./lib/install.mjs'),
    import('./lib/builds.mjs'),
    import('./lib/layers.mjs'),
    import('./lib/pack.mjs'),
  ]);
  runMain(async () => {
    const named = process.argv.slice(2);
    const unknown = named.find((name) => !PUBLISHED.includes(name));
    if (unknown) throw new Stop(`There is no published package "${unknown}"; there are ${PUBLISHED.join(', ')}.`);
    const names = /** @type {('sdk' | 'react' | 'server')[]} */ (named.length === 0 ? PUBLISHED : named);
    await installIfNeeded();
    await buildIfNeeded(names);
    for (const name of names) console.log(await pack(name));
  });
});
