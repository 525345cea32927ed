import { Random } from '../lib/random.mjs';
import { Bystanders } from './bystanders.mjs';
import { attackGrpc } from './grpc-attack.mjs';
import { attackBareBytes, attackHttp1, closeHttp1 } from './http-attack.mjs';
import { ServerProcess } from './server-process.mjs';
import { attackWebSocket } from './web-socket-attack.mjs';

const MIB = 1_048_576;
/** How much more memory the server may use at the end than after the first third, in bytes. */
const MAX_GROWTH_BYTES = 32 * MIB;
const MAX_RSS_GROWTH_BYTES = 160 * MIB;
/** How long what was begun may linger: the time in which a stay can be resumed, and some. */
const MAX_LINGER_MS = 15_000;

/** What goes on at a time. */
const ATTACKS = [
  attackWebSocket,
  attackWebSocket,
  attackHttp1,
  attackHttp1,
  attackGrpc,
  attackBareBytes,
  attackBareBytes,
];

/**
 * Sends odd frames of all protocols to a live server while two bystanders talk through it.
 *
 * @param {{ file: string, frames: number, seed: number, untilMs: number,
 *   onProgress: (done: number) => void }} options `file` serves
 * @returns {Promise<{ frames: number, heard: number, growthBytes: number, faults: string[] }>}
 */
export async function fuzzServer({ file, frames, seed, untilMs, onProgress }) {
  const server = await ServerProcess.start(file);
  const attack = new Attack(server, seed, untilMs, onProgress);
  /** @type {Bystanders | undefined} */
  let bystanders;
  try {
    bystanders = await Bystanders.enter(server.url);
    await attack.until(frames / 3);
    const before = await settled(server);
    await attack.until(frames);
    const after = await settled(server);
    await bystanders.finish();
    const faults = [...attack.faults, ...bystanders.faults, ...leftBehind(before, after)];
    if (!(await isHealthy(server.url))) faults.push('the server is not healthy');
    return {
      frames: attack.frames,
      heard: bystanders.received,
      growthBytes: after.usedBytes - before.usedBytes,
      faults,
    };
  } catch (caught) {
    const faults = [server.ended ?? String(caught), ...attack.faults];
    return { frames: attack.frames, heard: bystanders?.received ?? 0, growthBytes: 0, faults };
  } finally {
    bystanders?.close();
    await server.close();
  }
}

class Attack {
  frames = 0;
  /** @type {string[]} */
  faults = [];
  #server;
  #seed;
  #untilMs;
  #onProgress;

  constructor(server, seed, untilMs, onProgress) {
    this.#server = server;
    this.#seed = seed;
    this.#untilMs = untilMs;
    this.#onProgress = onProgress;
  }

  /** Goes on until so many frames have been sent, something is wrong, or the time is over. @param {number} goal */
  async until(goal) {
    await Promise.all(
      ATTACKS.map((attack, index) => this.#loop(attack, new Random(this.#seed * 100 + index + goal), goal)),
    );
    if (this.#server.ended !== undefined) throw new Error(this.#server.ended);
  }

  async #loop(attack, random, goal) {
    const { url } = this.#server;
    while (this.frames < goal && this.faults.length === 0 && performance.now() < this.#untilMs) {
      if (this.#server.ended !== undefined) return;
      try {
        this.frames += await attack(url, random);
      } catch (caught) {
        this.faults.push(String(caught));
      }
      this.#onProgress(this.frames);
    }
  }
}

/**
 * Waits until the bystanders are alone.
 *
 * @param {ServerProcess} server
 * @returns {Promise<import('./server-process.mjs').Look>}
 */
async function settled(server) {
  closeHttp1();
  const end = performance.now() + MAX_LINGER_MS;
  for (;;) {
    const look = await server.look();
    if (performance.now() > end || strangers(look).length === 0) return look;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What is left of others than the two bystanders, each a WebSocket. */
function strangers({ stats }) {
  const usual = { peers: 2, rooms: 1, webSockets: 2, sockets: 2 };
  return Object.entries(stats).filter(([name, count]) => name !== 'timers' && count > (usual[name] ?? 0));
}

function leftBehind(before, after) {
  const faults = strangers(after).map(([name, count]) => `${count} ${name} are left`);
  const growth = after.usedBytes - before.usedBytes;
  if (growth > MAX_GROWTH_BYTES) faults.push(`the server's memory grew by ${(growth / MIB).toFixed(1)} MiB`);
  const rssGrowth = after.rssBytes - before.rssBytes;
  if (rssGrowth > MAX_RSS_GROWTH_BYTES) faults.push(`the server's process grew by ${(rssGrowth / MIB).toFixed(0)} MiB`);
  return faults;
}

async function isHealthy(url) {
  const response = await fetch(`${url}/health`).catch(() => undefined);
  return response?.ok === true;
}
