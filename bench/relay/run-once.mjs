import { startChild } from './child.mjs';
import { CALL_MESSAGES } from './load/workload.mjs';

/**
 * @typedef {object} Settings
 * @property {number} peers
 * @property {number} firstPeers of them connect before anything is counted: with them the server loads and compiles
 *   what it needs for any
 * @property {number} warmUpMs of full load before anything is counted
 * @property {number} saturateMs of full load
 * @property {number} underWay messages at any time of full load
 * @property {number} rateMs of the fixed load
 * @property {number} messagesPerSecond of the fixed load
 * @property {string[]} serverFlags for the server's Node
 */

/** @type {Settings} */
export const SETTINGS = {
  peers: 1_000,
  firstPeers: 200,
  warmUpMs: 500,
  saturateMs: 1_500,
  underWay: 256,
  rateMs: 1_500,
  messagesPerSecond: 2_000,
  serverFlags: [],
};

/**
 * @typedef {object} Figures by the bench's groups
 * @property {number} calls messages ÷ seconds of the server's CPU time, under full load; a peer sends an offer and its
 *   candidates at the same time
 * @property {number} singles the same; each message is sent by another peer
 * @property {number} p50 milliseconds of a message's way, at the fixed load
 * @property {number} p99 the same, at the fixed load
 * @property {number} connect milliseconds of the server's CPU time for one peer to connect and enter
 * @property {number} idle KiB of resident memory for a peer that is there and silent: what as many peers again add
 * @property {number} heap KiB of it, what JavaScript and its buffers hold
 */

/**
 * Runs a contender once: a server and its peers, each in a fresh process.
 *
 * @param {string} contender
 * @param {string} serverModule path of our bundled server
 * @param {Settings} settings
 * @returns {Promise<Figures>}
 * @throws {Error} when a message was lost or came twice
 */
export async function runOnce(contender, serverModule, settings) {
  const server = startChild(
    new URL('services.mjs', import.meta.url),
    [contender, serverModule],
    ['--expose-gc', ...settings.serverFlags],
  );
  const load = startChild(new URL('load-process.mjs', import.meta.url), [contender]);
  try {
    const port = await server.ask('start');
    await load.ask('open', { port });
    const connect = await measureConnect(server, load, settings);
    const memory = await measureIdle(server, load, settings);
    const calls = await measureRate(server, load, settings, CALL_MESSAGES);
    const singles = await measureRate(server, load, settings, 1);
    const { rateMs: durationMs, messagesPerSecond } = settings;
    const fixed = checked(await load.ask('sendAtRate', { durationMs, messagesPerSecond }));
    return { ...memory, connect, calls, singles, p50: fixed.p50Ms, p99: fixed.p99Ms };
  } finally {
    await Promise.all([load.close(), server.close()]);
  }
}

async function measureConnect(server, load, { peers, firstPeers }) {
  await load.ask('connect', { count: firstPeers });
  const before = await server.ask('cpu');
  await load.ask('connect', { count: peers });
  return ((await server.ask('cpu')) - before) / 1e3 / (peers - firstPeers);
}

async function measureIdle(server, load, { peers }) {
  const before = await server.ask('memory');
  await load.ask('connect', { count: 2 * peers });
  const after = await server.ask('memory');
  await load.ask('connect', { count: peers });
  const kibEach = (bytes) => bytes / 1_024 / peers;
  return {
    idle: kibEach(after.rssBytes - before.rssBytes),
    heap: kibEach(after.heapBytes - before.heapBytes),
  };
}

async function measureRate(server, load, { warmUpMs, saturateMs, underWay }, together) {
  await load.ask('saturate', { durationMs: warmUpMs, underWay, together });
  const before = await server.ask('cpu');
  const { sent } = checked(await load.ask('saturate', { durationMs: saturateMs, underWay, together }));
  return sent / (((await server.ask('cpu')) - before) / 1e6);
}

/** @param {import('./load/load.mjs').LoadResult} result */
function checked(result) {
  if (result.lost > 0 || result.duplicates > 0) {
    throw new Error(`${result.lost} of ${result.sent} messages were lost, ${result.duplicates} came twice`);
  }
  return result;
}
