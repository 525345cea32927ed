import type { FlagGroup } from '../flag.ts';

/** How many peers and rooms there may be, and how long a lost peer is waited for. */
export const ROOMS: FlagGroup = {
  title: 'rooms',
  flags: [
    {
      name: 'max-peers',
      env: ['WEBRTC_MAX_PEERS'],
      kind: 'whole',
      value: 'N',
      otherwise: '10',
      option: 'maxPeersPerRoom',
      about: 'most peers in one room, 1 to 1000',
    },
    {
      name: 'max-rooms',
      env: ['REMOTEMEDIA_MAX_ROOMS'],
      kind: 'whole',
      value: 'N',
      otherwise: '10000',
      option: 'maxRooms',
      about: 'most rooms at a time, 1 to 1000000',
    },
    {
      name: 'max-stays-per-address',
      env: ['REMOTEMEDIA_MAX_STAYS_PER_ADDRESS'],
      kind: 'whole',
      value: 'N',
      otherwise: '256',
      option: 'maxStaysPerAddress',
      about:
        'most peers of one remote address, 1 to 1000000; behind a proxy set --trust-proxy, or all peers have its address',
    },
    {
      name: 'replace-duplicates',
      env: ['REMOTEMEDIA_REPLACE_DUPLICATES'],
      kind: 'switch',
      otherwise: 'false',
      option: 'replacesDuplicates',
      about:
        'let a peer take the place of one that has its id although neither proved who it is; otherwise it is refused',
    },
    {
      name: 'resume-grace-ms',
      env: ['REMOTEMEDIA_RESUME_GRACE_MS'],
      kind: 'whole',
      value: 'MS',
      otherwise: '5000',
      option: 'resumeGraceMs',
      about: 'how long a peer whose stream broke may come back as if nothing had happened, 0 to 600000 milliseconds',
    },
    {
      name: 'heartbeat-ms',
      env: ['REMOTEMEDIA_HEARTBEAT_MS'],
      kind: 'whole',
      value: 'MS',
      otherwise: '2000',
      option: 'heartbeatIntervalMs',
      about: 'longest silence of a healthy stream, 50 to 60000 milliseconds',
    },
  ],
};
