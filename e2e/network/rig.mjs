import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { Rig } from './rig/rig.mjs';

/** Machines with networks of their own, from the command line: see README.md. */
const USAGE = `node e2e/network/rig.mjs up --hosts a,b,server [--uplinks 2]    prints the rig's name
node e2e/network/rig.mjs hosts                                  names and addresses
node e2e/network/rig.mjs exec HOST -- COMMAND …
node e2e/network/rig.mjs shape HOST [--delay 100ms] [--jitter 20ms] [--loss 1%] [--rate 10mbit] [--queue 200ms]
                                    [--direction up|down] [--uplink N]      without any: a perfect link
node e2e/network/rig.mjs cut|mend HOST [--uplink N]             packets vanish, unseen
node e2e/network/rig.mjs part|join HOST HOST                    the same, between two only
node e2e/network/rig.mjs unplug|plug HOST --uplink N            the interface goes, and comes
node e2e/network/rig.mjs down [--all]
With several rigs at once: --rig NAME, or RIG=NAME.`;

const TEXT = /** @type {const} */ ({ type: 'string' });
const OPTIONS = {
  ...{ rig: TEXT, hosts: TEXT, uplinks: TEXT, uplink: TEXT, direction: TEXT },
  ...{ delay: TEXT, jitter: TEXT, loss: TEXT, rate: TEXT, queue: TEXT },
  all: /** @type {const} */ ({ type: 'boolean' }),
};

const dashes = process.argv.indexOf('--');
const ours = process.argv.slice(2, dashes < 0 ? undefined : dashes);
const theirs = dashes < 0 ? [] : process.argv.slice(dashes + 1);

try {
  const { values, positionals } = parseArgs({ args: ours, options: OPTIONS, allowPositionals: true });
  const [command, host = '', other = ''] = positionals;
  const uplink = values.uplink === undefined ? undefined : Number(values.uplink);
  const rig = () => Rig.find(values.rig ?? process.env['RIG'] ?? theOnlyOne());
  switch (command) {
    case 'up':
      say((await open(values)).name);
      break;
    case 'hosts':
      for (const [name, { addresses }] of rig().hosts) say(`${name} ${addresses.join(' ')}`);
      break;
    case 'exec':
      process.exitCode = exec(rig(), host);
      break;
    case 'shape':
      await rig().shape(host, shapeOf(values), { uplink, direction: directionOf(values.direction) });
      break;
    case 'cut':
    case 'mend':
      await rig()[command](host, uplink);
      break;
    case 'part':
    case 'join':
      await rig()[command](host, other);
      break;
    case 'unplug':
    case 'plug':
      await rig()[command](host, uplink ?? 0);
      break;
    case 'down':
      for (const each of values.all ? Rig.kept().map(Rig.find) : [rig()]) each.close();
      break;
    default:
      throw new Error(`what to do? \n${USAGE}`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

/** @param {{ hosts?: string | undefined, uplinks?: string | undefined }} wish */
function open({ hosts = 'a,b,server', uplinks = '1' }) {
  return Rig.open({ hosts: hosts.split(','), uplinks: Number(uplinks), keep: true });
}

/** @param {Rig} rig @param {string} host @returns {number} */
function exec(rig, host) {
  const [nsenter = '', ...args] = [...rig.host(host).namespace.prefix, ...theirs];
  return spawnSync(nsenter, args, { stdio: 'inherit' }).status ?? 1;
}

function theOnlyOne() {
  const [name, another] = Rig.kept();
  if (name && !another) return name;
  throw new Error(
    name ? `there are several rigs: say --rig with one of ${Rig.kept().join(', ')}` : 'there is no rig: up',
  );
}

/** @param {{ [name: string]: string | boolean | undefined }} values */
function shapeOf({ delay, jitter, loss, rate, queue }) {
  return {
    delayMs: quantity('delay', delay, { ms: 1, s: 1000 }) ?? 0,
    jitterMs: quantity('jitter', jitter, { ms: 1, s: 1000 }) ?? 0,
    lossPercent: quantity('loss', loss, { '%': 1 }) ?? 0,
    ...optional('rateKbps', quantity('rate', rate, { kbit: 1, mbit: 1000 })),
    ...optional('queueMs', quantity('queue', queue, { ms: 1, s: 1000 })),
  };
}

/** @param {string} name @param {number | undefined} value @returns {{ [name: string]: number }} */
function optional(name, value) {
  return value === undefined ? {} : { [name]: value };
}

/** @param {string} name @param {string | boolean | undefined} text @param {Readonly<Record<string, number>>} units */
function quantity(name, text, units) {
  if (text === undefined) return undefined;
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(.*)$/.exec(String(text)) ?? [];
  const factor = units[unit];
  if (factor !== undefined) return Number(number) * factor;
  throw new Error(`--${name} is a number and one of ${Object.keys(units).join(', ')}, got "${text}"`);
}

/** @param {string} [text] */
function directionOf(text = 'both') {
  if (text === 'up' || text === 'down' || text === 'both') return text;
  throw new Error(`--direction is up or down, got "${text}"`);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
