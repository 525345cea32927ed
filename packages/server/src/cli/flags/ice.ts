import type { FlagGroup } from '../flag.ts';

/** STUN server that peers behind address translation learn their public address from, as upstream's server has it. */
export const DEFAULT_STUN_SERVERS = 'stun:stun.l.google.com:19302';

/** How peers find a way to each other. */
export const ICE: FlagGroup = {
  title: 'STUN and TURN',
  flags: [
    {
      name: 'stun-servers',
      env: ['WEBRTC_STUN_SERVERS'],
      kind: 'list',
      value: 'URLS',
      otherwise: DEFAULT_STUN_SERVERS,
      option: 'stunServers',
      about: 'STUN servers that pages are told of; none for none',
    },
    {
      name: 'turn-servers',
      env: ['WEBRTC_TURN_SERVERS', 'REMOTEMEDIA_TURN_URL'],
      kind: 'list',
      value: 'URLS',
      isSecret: true,
      option: 'iceServers',
      about:
        'TURN servers with fixed credentials that pages are told of, each turn:USER:PASSWORD@HOST:PORT; better are --turn-uris with --turn-secret',
    },
    {
      name: 'turn-uris',
      env: ['REMOTEMEDIA_TURN_URIS'],
      kind: 'list',
      value: 'URIS',
      option: 'turn.uris',
      about: 'TURN servers that peers get credentials for, such as turn:turn.example.org:3478; needs --turn-secret',
    },
    {
      name: 'turn-secret',
      env: ['REMOTEMEDIA_TURN_SECRET'],
      kind: 'text',
      value: 'SECRET',
      isSecret: true,
      option: 'turn.secret',
      about:
        "secret of 16 characters or more that the TURN servers share, coturn's static-auth-secret; needs --turn-uris",
    },
    {
      name: 'turn-ttl',
      env: ['REMOTEMEDIA_TURN_TTL'],
      kind: 'whole',
      value: 'SECONDS',
      otherwise: '3600',
      option: 'turn.ttlSeconds',
      about: 'how long TURN credentials are valid, 60 to 86400; peers get new ones before',
    },
    {
      name: 'stun-port',
      env: ['REMOTEMEDIA_STUN_PORT'],
      kind: 'whole',
      value: 'PORT',
      otherwise: 'no STUN server',
      option: 'stun.port',
      about: 'UDP port for a STUN server of its own; 3478 is the usual one',
    },
    {
      name: 'stun-host',
      env: ['REMOTEMEDIA_STUN_HOST'],
      kind: 'text',
      value: 'HOST',
      otherwise: 'as --host',
      option: 'stun.host',
      about: 'name or address that the STUN server listens on; needs --stun-port',
    },
    {
      name: 'stun-alternate-host',
      env: ['REMOTEMEDIA_STUN_ALTERNATE_HOST'],
      kind: 'text',
      value: 'ADDRESS',
      option: 'stun.alternateHost',
      about: 'second address of this machine, with which clients find out how their NAT behaves; needs --stun-port',
    },
    {
      name: 'stun-alternate-port',
      env: ['REMOTEMEDIA_STUN_ALTERNATE_PORT'],
      kind: 'whole',
      value: 'PORT',
      otherwise: 'the one after --stun-port',
      option: 'stun.alternatePort',
      about: 'second UDP port; needs --stun-alternate-host',
    },
  ],
};
