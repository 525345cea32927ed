import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Ends with the process that started it, however that ends. */
const WITH_PARENT = ['setpriv', '--pdeathsig', 'KILL'];

/**
 * A network namespace. It has no name in the file system: it lives as long as a process in it does, first of all one
 * that only sleeps. So nothing is left after a crash, and several can exist at once.
 */
export class Namespace {
  /** @param {number} pid of a process in it */
  constructor(pid) {
    /** A process that is in it. */
    this.pid = pid;
  }

  /**
   * @param {{ outlivesUs?: boolean }} [options] whether it stays when this process ends
   * @returns {Promise<Namespace>}
   */
  static async open({ outlivesUs = false } = {}) {
    const [command = '', ...args] = [...(outlivesUs ? [] : WITH_PARENT), 'unshare', '--net', 'sleep', 'infinity'];
    const child = spawn(command, args, { stdio: 'ignore', detached: outlivesUs });
    await once(child, 'spawn');
    child.unref();
    const { pid = 0 } = child;
    while (namespaceOf(pid) === namespaceOf('self')) {
      if (child.exitCode !== null) throw new Error(`a network namespace cannot be made: ${args.join(' ')} failed`);
      await sleep(5);
    }
    const namespace = new Namespace(pid);
    await namespace.ip('link set lo up');
    return namespace;
  }

  /** The words before a command that let it run in here. */
  get prefix() {
    return ['nsenter', `--net=/proc/${this.pid}/ns/net`];
  }

  /**
   * Runs a command to its end.
   *
   * @param {string} command
   * @param {readonly string[]} args
   * @returns {Promise<string>} what it wrote
   */
  async run(command, ...args) {
    const [nsenter = '', ...rest] = [...this.prefix, command, ...args];
    return (await run(nsenter, rest)).stdout;
  }

  /**
   * Runs `ip` once for each line, in one process.
   *
   * @param {readonly string[]} lines arguments of `ip`
   */
  async ip(...lines) {
    const [nsenter = '', ...args] = [...this.prefix, 'ip', '-batch', '-'];
    const child = spawn(nsenter, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let faults = '';
    child.stderr.on('data', (chunk) => {
      faults += chunk;
    });
    child.stdin.end(`${lines.join('\n')}\n`);
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`ip: ${faults.trim()} in: ${lines.join(' ; ')}`);
  }

  /**
   * Starts a command that ends with this process at the latest.
   *
   * @param {string} command
   * @param {readonly string[]} args
   * @param {import('node:child_process').SpawnOptions} [options]
   */
  spawn(command, args, options = {}) {
    const [setpriv = '', ...rest] = [...WITH_PARENT, ...this.prefix, command, ...args];
    return spawn(setpriv, rest, options);
  }

  /** Ends the process that keeps it. It is gone as soon as the last process in it is. */
  close() {
    end(this.pid);
  }
}

/** @param {number} pid a process that may be gone already */
export function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is.
  }
}

/** @param {number | 'self'} pid @returns {string} which network namespace a process is in */
function namespaceOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return '';
  }
}
