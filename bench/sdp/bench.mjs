import { openSession } from './session.mjs';

const GROUPS = [
  { name: 'parse-30', title: 'parse a data offer of 30 lines', unit: 'ns' },
  { name: 'parse-full', title: 'parse a full Chromium offer', unit: 'ns' },
  { name: 'generate-30', title: 'generate a data offer of 30 lines', unit: 'ns' },
  { name: 'generate-full', title: 'generate a full Chromium offer', unit: 'ns' },
  { name: 'route', title: 'from sender and id to the receiver, 100,000 peers in 2,000 rooms', unit: 'ns' },
  { name: 'lookup', title: 'the receiver of an id in its room, 100,000 peers in 100 rooms', unit: 'ns' },
];

/** Who takes part in the groups about session descriptions. */
const PARSERS = [
  { name: 'ours', role: 'ours' },
  { name: 'ours-candidates', role: 'variant' },
  { name: 'sdp-transform', role: 'rival' },
  { name: 'sdp', role: 'rival' },
];
const GENERATORS = [
  { name: 'ours', role: 'ours' },
  { name: 'ours-by-hand', role: 'variant' },
  { name: 'ours-unread', role: 'variant' },
  { name: 'sdp-transform', role: 'rival' },
  { name: 'sdp', role: 'rival' },
];
const ROUTERS = [
  { name: 'ours', role: 'ours' },
  { name: 'ours-known-id', role: 'variant' },
];
const CONTENDERS = { parse: PARSERS, generate: GENERATORS, route: ROUTERS, lookup: ROUTERS };

/** @type {import('../harness/registry.mjs').Bench} */
export const bench = {
  name: 'sdp',
  title: 'session descriptions, and the way of a message through the hub',
  groups: GROUPS,
  runs: 9,
  warmUps: 2,
  contenders: GROUPS.flatMap(({ name: group }) =>
    CONTENDERS[group.split('-')[0]].map(({ name, role }) => ({ name: `${group}/${name}`, group, role })),
  ),
  open: openSession,
};
