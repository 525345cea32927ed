import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { end } from './namespace.mjs';

/** @typedef {import('./namespace.mjs').Namespace} Namespace */

/**
 * What becomes of packets in one direction of a link.
 *
 * @typedef {object} Shape
 * @property {number} [delayMs] time under way, in milliseconds. Default: 0
 * @property {number} [jitterMs] how much more or less than that it may be, evenly spread; packets may overtake each
 *   other, as they do with netem. Default: 0
 * @property {number} [lossPercent] how many get lost, each independently, in percent. Default: 0
 * @property {number} [rateKbps] what the link carries, in kbit/s. Default: as much as the machine can
 * @property {number} [queueMs] how long a packet may wait for its turn when there is a rate, before it is dropped, in
 *   milliseconds. Default: 200
 */

/**
 * One uplink of one host.
 *
 * @typedef {object} Link
 * @property {string} name
 * @property {Namespace} host
 * @property {string} hostDevice
 * @property {string} routerDevice
 */

const PROGRAM = fileURLToPath(new URL('link.py', import.meta.url));
const PACKET_BITS = 1500 * 8;

/** Links that the kernel makes and shapes: veth pairs with netem. */
export class KernelLinks {
  /** @param {Namespace} router */
  constructor(router) {
    this.router = router;
    /** What must be ended with the links: nothing. @type {number | undefined} */
    this.pid = undefined;
  }

  /** @param {readonly Link[]} links */
  async open(links) {
    for (const { host, hostDevice, routerDevice } of links) {
      await this.router.ip(`link add ${routerDevice} type veth peer name ${hostDevice} netns ${host.pid}`);
    }
  }

  /**
   * @param {Link} link
   * @param {'up' | 'down'} direction from the host, or to it
   * @param {Shape} shape
   */
  async shape({ host, hostDevice, routerDevice }, direction, shape) {
    const [namespace, device] = direction === 'up' ? [host, hostDevice] : [this.router, routerDevice];
    await namespace.run('tc', 'qdisc', 'replace', 'dev', device, 'root', 'netem', ...netemArguments(shape));
  }

  close() {}
}

/** @param {Shape} shape @returns {string[]} the same in the words of `tc qdisc … netem` */
export function netemArguments({ delayMs = 0, jitterMs = 0, lossPercent = 0, rateKbps, queueMs = 200 }) {
  const waitsMs = delayMs + jitterMs + queueMs;
  const limit = rateKbps ? Math.max(100, Math.ceil((rateKbps * waitsMs) / PACKET_BITS)) : 100_000;
  const rate = rateKbps ? ['rate', `${rateKbps}kbit`] : [];
  return ['limit', `${limit}`, 'delay', `${delayMs}ms`, `${jitterMs}ms`, 'loss', `${lossPercent}%`, ...rate];
}

/** Links made and shaped by a program of ours, where the kernel was built without netem. */
export class UserLinks {
  /**
   * @param {Namespace} router
   * @param {string} socketPath where the program listens
   * @param {number} [pid] of the program, if it runs already
   */
  constructor(router, socketPath, pid) {
    this.router = router;
    this.socketPath = socketPath;
    /** What must be ended with the links. */
    this.pid = pid;
  }

  /**
   * @param {readonly Link[]} links
   * @param {{ outlivesUs?: boolean }} [options]
   */
  async open(links, { outlivesUs = false } = {}) {
    const described = links.map(({ name, host, hostDevice, routerDevice }) =>
      [name, host.pid, hostDevice, routerDevice].join(':'),
    );
    const guard = outlivesUs ? [] : ['setpriv', '--pdeathsig', 'KILL'];
    const command = [...guard, 'python3', PROGRAM, this.socketPath, `${this.router.pid}`, ...described];
    const [program = '', ...args] = command;
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: outlivesUs });
    this.pid = child.pid;
    const failed = once(child, 'exit').then(() => Promise.reject(new Error('the program of the links has ended')));
    failed.catch(() => {});
    await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed]);
    child.stdout.destroy();
    child.unref();
  }

  /**
   * @param {Link} link
   * @param {'up' | 'down'} direction from the host, or to it
   * @param {Shape} shape
   */
  async shape({ name }, direction, shape) {
    const socket = createConnection(this.socketPath);
    socket.end(`${JSON.stringify({ link: name, direction, ...shape })}\n`);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    if (answer.trim() !== 'ok') throw new Error(`the link ${name} cannot be shaped: ${answer}`);
  }

  close() {
    if (this.pid) end(this.pid);
  }
}

/**
 * Removes a socket that nobody listens on any more: all that a killed rig leaves.
 *
 * @param {string} socketPath
 * @returns {Promise<void>}
 */
export function removeIfDeserted(socketPath) {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath, () => socket.destroy());
    socket.on('error', () => rmSync(socketPath, { force: true }));
    socket.on('close', () => resolve());
  });
}
