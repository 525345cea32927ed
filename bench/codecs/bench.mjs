import { CONTENDERS, GROUPS, QUICK_GROUPS } from './groups.mjs';
import { openSession } from './session.mjs';

/** @type {import('../harness/registry.mjs').Bench} */
export const bench = {
  name: 'codecs',
  title: 'Opus, VP8 and VP9, one thread, beside native libraries, npm packages and the browser',
  groups: GROUPS,
  runs: 5,
  warmUps: 1,
  quick: { runs: 3, warmUps: 1, groups: QUICK_GROUPS },
  contenders: CONTENDERS,
  open: openSession,
};
