import { withNode } from '../scripts/lib/require-node.mjs';

/** `npm run fuzz:codecs [-- --help]`: gives the decoders what a hostile peer may send. */
withNode(async () => {
  const [{ runMain }, { fuzzCodecs }] = await Promise.all([
    import('../scripts/lib/stop.mjs'),
    import('./lib/fuzz/command.mjs'),
  ]);
  runMain(() => fuzzCodecs(process.argv.slice(2)));
});
