import { parseArgs } from 'node:util';
import { bundleNodePackage, makeBuildFolder } from './harness/bundle.mjs';
import { describeMachine } from './harness/machine.mjs';
import { round } from './harness/statistics.mjs';
import { table } from './harness/table.mjs';
import { hold } from './relay/hold.mjs';

const USAGE = `node bench/load.mjs [options]: what one server holds for some minutes
  --peers N           10–10000, a multiple of 10; 1000 unless told otherwise
  --rate N            messages each second, 1–50000; 500
  --minutes N         0.05–1440; 3
  --protocols A,B     websocket, websocket-replies, grpc, grpc-web, connect; the peers have them in turn. All but
                      websocket unless told otherwise
  --json              the last line is one JSON object; the table goes to stderr`;

const PROTOCOLS = ['websocket', 'websocket-replies', 'grpc', 'grpc-web', 'connect'];

/** @param {string[]} argv */
function parse(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      peers: { type: 'string', default: '1000' },
      rate: { type: 'string', default: '500' },
      minutes: { type: 'string', default: '3' },
      protocols: { type: 'string', default: PROTOCOLS.slice(1).join(',') },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const peers = numberOf('peers', values.peers, 10, 10_000);
  if (peers % 10 !== 0) throw new Error(`--peers must be a multiple of 10, got ${values.peers}`);
  const messagesPerSecond = numberOf('rate', values.rate, 1, 50_000);
  const minutes = numberOf('minutes', values.minutes, 0.05, 1_440);
  const protocols = values.protocols.split(',').filter(Boolean);
  const unknown = protocols.find((name) => !PROTOCOLS.includes(name));
  if (unknown !== undefined || protocols.length === 0) {
    throw new Error(`--protocols must name some of ${PROTOCOLS.join(', ')}, got ${values.protocols}`);
  }
  return { settings: { peers, messagesPerSecond, minutes, protocols }, json: values.json, help: values.help };
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} least
 * @param {number} most
 */
function numberOf(name, text, least, most) {
  const value = Number(text);
  if (text !== '' && value >= least && value <= most) return value;
  throw new Error(`--${name} must be a number from ${least} to ${most}, got ${text}`);
}

/** @param {import('./relay/hold.mjs').HoldSettings} settings */
async function run(settings) {
  const machine = describeMachine();
  const build = await makeBuildFolder('load');
  try {
    const held = await hold(await bundleNodePackage('@remotemedia/server', build.path), settings);
    const figures = Object.fromEntries(Object.entries(held).map(([name, value]) => [name, round(value, 3)]));
    return { ...settings, ...figures, machine };
  } finally {
    await build.remove();
  }
}

/** @param {Awaited<ReturnType<typeof run>>} report */
function format({ machine, protocols, ...figures }) {
  const rows = Object.entries({ protocols: protocols.join(', '), ...figures }).map(([name, value]) => [
    name,
    String(value),
  ]);
  const { cpu, cores, node, load1 } = machine;
  return [...table(['load', ''], rows), '', `${cpu}, ${cores} cores, Node ${node}, load before the run ${load1}`].join(
    '\n',
  );
}

try {
  const { settings, json, help } = parse(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
  } else {
    const report = await run(settings);
    if (json) console.error(format(report));
    console.log(json ? JSON.stringify(report) : format(report));
    if (report['lost'] > 0 || report['duplicates'] > 0) process.exitCode = 1;
  }
} catch (error) {
  console.error(`load failed: ${error.message}`);
  process.exitCode = 1;
}
