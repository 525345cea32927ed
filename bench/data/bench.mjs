import { openSession } from './session.mjs';

/** Who is compared. */
const CONTENDERS = /** @type {const} */ ([
  { name: 'ours', role: 'ours' },
  { name: 'ours-lanes', role: 'variant' },
  { name: 'ours-files', role: 'variant' },
  { name: 'raw', role: 'rival' },
  { name: 'raw-best', role: 'rival' },
  { name: 'peerjs', role: 'rival' },
  { name: 'simple-peer', role: 'rival' },
  { name: 'trystero', role: 'rival' },
]);

/** The names are those of {@link import('./run-once.mjs').Figures}. */
const GROUPS = /** @type {const} */ ([
  { name: 'bulk', title: 'one large piece of data, every byte checked', unit: 'MB/s', better: 'more' },
  { name: 'small', title: 'messages of 1 KiB, one after another', unit: 'messages/s', better: 'more' },
  { name: 'latency-under-load', title: '100 bytes there and back while a bulk goes on', unit: 'ms', better: 'less' },
  { name: 'memory', title: 'what both pages grow by at the most', unit: 'MiB', better: 'less' },
]);

/** @type {import('../harness/registry.mjs').Bench} */
export const bench = {
  name: 'data',
  title: 'reliable data, two tabs, loopback',
  groups: GROUPS,
  runs: 5,
  warmUps: 1,
  contenders: GROUPS.flatMap(({ name: group }) =>
    CONTENDERS.filter(({ name }) => name !== 'ours-files' || ['bulk', 'memory'].includes(group)).map(
      ({ name, role }) => ({ name: `${group}/${name}`, group, role }),
    ),
  ),
  open: openSession,
};
