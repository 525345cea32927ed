import { startChild } from './child.mjs';

const SAMPLE_MS = 5_000;
const MINUTE_MS = 60_000;
const MIB = 1_048_576;

/**
 * @typedef {object} HoldSettings
 * @property {readonly string[]} protocols of our server; the peers have them in turn, so rooms are mixed
 * @property {number} peers
 * @property {number} messagesPerSecond
 * @property {number} minutes
 *
 * @typedef {object} Held what the server did with it
 * @property {number} sent
 * @property {number} lost
 * @property {number} duplicates
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} maxMs
 * @property {number} cpuShare of one core, 0–1 and more
 * @property {number} startMib resident memory when all peers were there, after a garbage collection
 * @property {number} mostMib the same at its highest
 * @property {number} endMib the same after the load, after a garbage collection
 */

/**
 * Lets a server carry a load for some minutes.
 *
 * @param {string} serverModule path of our bundled server
 * @param {HoldSettings} settings
 * @returns {Promise<Held>}
 */
export async function hold(serverModule, { protocols, peers, messagesPerSecond, minutes }) {
  const server = startChild(new URL('services.mjs', import.meta.url), ['ours', serverModule], ['--expose-gc']);
  const load = startChild(new URL('load-process.mjs', import.meta.url), [...protocols]);
  try {
    await load.ask('open', { port: await server.ask('start') });
    await load.ask('connect', { count: peers });
    const start = await server.ask('memory');
    const cpuBefore = await server.ask('cpu');
    const durationMs = minutes * MINUTE_MS;
    const sending = load.ask('sendAtRate', { durationMs, messagesPerSecond }, durationMs + MINUTE_MS);
    const mostBytes = await highestRss(server, sending);
    const { sent, lost, duplicates, seconds, p50Ms, p99Ms, maxMs } = await sending;
    const cpuShare = ((await server.ask('cpu')) - cpuBefore) / 1e6 / seconds;
    const end = await server.ask('memory');
    const memory = { startMib: start.rssBytes / MIB, mostMib: mostBytes / MIB, endMib: end.rssBytes / MIB };
    return { sent, lost, duplicates, p50Ms, p99Ms, maxMs, cpuShare, ...memory };
  } finally {
    await Promise.all([load.close(), server.close()]);
  }
}

/** The most resident memory in use until `work` is done, in bytes. */
async function highestRss(server, work) {
  let isDone = false;
  let wake = () => {};
  const done = () => {
    isDone = true;
    wake();
  };
  work.then(done, done);
  let mostBytes = 0;
  while (!isDone) {
    mostBytes = Math.max(mostBytes, await server.ask('rss'));
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, SAMPLE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
      if (isDone) wake();
    });
  }
  return mostBytes;
}
