import { CONTENDERS, GROUPS, QUICK_GROUPS } from './groups.mjs';
import { openSession } from './session.mjs';

/** @type {import('../harness/registry.mjs').Bench} */
export const bench = {
  name: 'pipeline',
  title: 'nodes of sound and of pictures, beside native AudioNodes, Tone.js and a canvas',
  groups: GROUPS,
  runs: 5,
  warmUps: 1,
  quick: { runs: 2, warmUps: 0, groups: QUICK_GROUPS },
  contenders: CONTENDERS,
  open: openSession,
};
