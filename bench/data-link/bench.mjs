import { LINK, openSession } from './session.mjs';

const CONTENDERS = /** @type {const} */ ([
  { name: 'ours-files', role: 'ours' },
  { name: 'ours-lanes', role: 'variant' },
  { name: 'plain', role: 'rival' },
  { name: 'link', role: 'rival' },
]);

const GROUPS = /** @type {const} */ ([
  { name: 'steady', title: 'goodput from the 11th second to the 30th', unit: 'Mbit/s', better: 'more' },
  { name: 'from-start', title: 'goodput of the first 30 seconds', unit: 'Mbit/s', better: 'more' },
]);

/** @type {import('../harness/registry.mjs').Bench} */
export const bench = {
  name: 'data-link',
  title: `bulk data over a link of ${LINK.rateKbps / 1_000} Mbit/s, ${2 * LINK.delayMs} ms round trip, ${LINK.lossPercent} % loss each way`,
  groups: GROUPS,
  runs: 3,
  warmUps: 0,
  contenders: GROUPS.flatMap(({ name: group }) =>
    CONTENDERS.map(({ name, role }) => ({ name: `${group}/${name}`, group, role })),
  ),
  open: openSession,
};
