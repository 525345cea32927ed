import type { FlagGroup } from '../flag.ts';

/** More servers than one. */
export const SCALE: FlagGroup = {
  title: 'more servers than one',
  flags: [
    {
      name: 'nats',
      env: ['REMOTEMEDIA_NATS', 'NATS_URL'],
      kind: 'list',
      value: 'URLS',
      option: 'nats.servers',
      about:
        'NATS servers that tie this server to others, nats:// or tls://, with user:password@ or token@ before the host if need be; without them the server is alone',
    },
    {
      name: 'nats-prefix',
      env: ['REMOTEMEDIA_NATS_PREFIX'],
      kind: 'text',
      value: 'PREFIX',
      otherwise: 'remotemedia',
      option: 'nats.prefix',
      about: 'start of all subjects; servers with different prefixes do not see each other',
    },
    {
      name: 'instance-id',
      env: ['REMOTEMEDIA_INSTANCE_ID'],
      kind: 'text',
      value: 'ID',
      otherwise: 'random',
      option: 'nats.instanceId',
      about: 'name of this server among the others; no two may have the same',
    },
  ],
};
