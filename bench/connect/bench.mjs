import { openSession } from './session.mjs';

/** @type {import('../harness/registry.mjs').Bench} */
export const bench = {
  name: 'connect',
  title: 'second joiner, connect() to data channel open, two tabs, loopback',
  unit: 'ms',
  runs: 15,
  warmUps: 2,
  contenders: [
    { name: 'ours', role: 'ours' },
    { name: 'ours-grpc-web', role: 'variant' },
    { name: 'raw', role: 'rival' },
    { name: 'peerjs', role: 'rival' },
    { name: 'simple-peer', role: 'rival' },
    { name: 'trystero', role: 'rival' },
  ],
  open: openSession,
};
