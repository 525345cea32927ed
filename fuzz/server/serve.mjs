import { startServer } from '../../packages/server/src/index.ts';

/**
 * The server that is fuzzed, in a process of its own: if it ended, that would be seen. Tells where it listens, and on
 * each message how much memory it uses.
 */
const server = await startServer({
  port: 0,
  host: '127.0.0.1',
  // Everything comes from one address here, and what is to be seen is what frames do that get through.
  rates: false,
  maxStaysPerAddress: 10_000,
});

process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  process.send?.({ usedBytes: heapUsed + arrayBuffers, rssBytes: rss, stats: server.stats() });
});
process.once('disconnect', () => {
  setTimeout(() => process.exit(0), 2_000).unref();
  void server.close().then(() => process.exit(0));
});
process.send?.({ url: server.url });
