import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** @param {string} command @param {readonly string[]} args @returns {boolean} whether it can be run, and says yes */
function works(command, ...args) {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** @returns {boolean} whether the kernel can delay and lose packets itself */
export function hasNetem() {
  return works('unshare', '--net', 'tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms');
}

/** @returns {string | undefined} why there can be no rig on this machine, in a sentence */
export function whatIsMissing() {
  if (process.platform !== 'linux') return 'network namespaces exist on Linux only';
  if (process.getuid?.() !== 0) return 'network namespaces need root: run it with sudo';
  for (const [program, found] of [
    ['ip (Debian: iproute2)', works('ip', '-V')],
    ['tc (Debian: iproute2)', works('tc', '-V')],
    ['nsenter, unshare and setpriv (Debian: util-linux)', works('setpriv', '--pdeathsig', 'KILL', 'true')],
  ]) {
    if (!found) return `${program} must be installed`;
  }
  if (!works('unshare', '--net', 'true'))
    return 'this container may not make network namespaces: it lacks CAP_SYS_ADMIN';
  if (hasNetem()) return undefined;
  if (!existsSync('/dev/net/tun')) return 'the kernel has neither netem nor /dev/net/tun';
  if (!works('python3', '-c', 'import ctypes, fcntl')) return 'without netem in the kernel, python3 must be installed';
  return undefined;
}
