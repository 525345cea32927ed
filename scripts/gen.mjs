import { withNode } from './lib/require-node.mjs';

/**
 * `npm run gen`: makes anew the protobuf code, and what is told of the nodes of pipelines. With `--check`: fails when what is
 * committed differs.
 */
withNode(async () => {
  const [{ runMain }, { checkGenerated, generate }, { checkCatalogue, generateCatalogue }] = await Promise.all([
    import('./lib/stop.mjs'),
    import('./lib/generate.mjs'),
    import('./lib/node-catalogue.mjs'),
  ]);
  const works = process.argv.includes('--check') ? [checkGenerated, checkCatalogue] : [generate, generateCatalogue];
  runMain(async () => {
    for (const work of works) await work();
  });
});
