import { openSession } from './session.mjs';

/** Who is compared; the names stand for protocols and servers. */
const CONTENDERS = /** @type {const} */ ([
  { name: 'websocket', role: 'ours' },
  { name: 'websocket-replies', role: 'variant' },
  { name: 'grpc', role: 'ours' },
  { name: 'grpc-web', role: 'variant' },
  { name: 'connect', role: 'variant' },
  { name: 'peerjs', role: 'rival' },
  { name: 'socket.io', role: 'rival' },
]);

/** The names are those of {@link import('./run-once.mjs').Figures}. */
const GROUPS = /** @type {const} */ ([
  {
    name: 'calls',
    title: 'full load, an offer and ten candidates at once',
    unit: 'messages/s of server CPU',
    better: 'more',
  },
  {
    name: 'singles',
    title: 'full load, each message from another peer',
    unit: 'messages/s of server CPU',
    better: 'more',
  },
  { name: 'p50', title: '2,000 messages/s, half are faster', unit: 'ms', better: 'less' },
  { name: 'p99', title: '2,000 messages/s, 99 % are faster', unit: 'ms', better: 'less' },
  { name: 'connect', title: 'one peer connects and enters', unit: 'ms of server CPU', better: 'less' },
  { name: 'idle', title: 'resident memory of an idle peer, the second thousand', unit: 'KiB', better: 'less' },
  { name: 'heap', title: 'of it, JavaScript and its buffers', unit: 'KiB', better: 'less' },
]);

/** @type {import('../harness/registry.mjs').Bench} */
export const bench = {
  name: 'relay',
  title: 'one signaling server, 1,000 peers, an offer to ten candidates, loopback',
  groups: GROUPS,
  runs: 3,
  warmUps: 0,
  contenders: GROUPS.flatMap(({ name: group }) =>
    CONTENDERS.map(({ name, role }) => ({ name: `${group}/${name}`, group, role })),
  ),
  open: openSession,
};
