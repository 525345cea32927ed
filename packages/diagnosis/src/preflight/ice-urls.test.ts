import { expect, test } from 'vitest';
import { stunServersOf, turnServersOf } from './ice-urls.ts';

const SERVERS: RTCIceServer[] = [
  {
    urls: ['stun:one.example', 'turn:one.example:3478', 'turn:one.example?transport=tcp'],
    username: 'u',
    credential: 'c',
  },
  { urls: 'turns:two.example:443?transport=tcp', username: 'v', credential: 'd' },
  { urls: ['TURN:three.example?TRANSPORT=UDP', 'turns:three.example', 'turns:four.example?transport=udp', 'http://x'] },
];

test.each([
  ['udp', ['turn:one.example:3478', 'TURN:three.example?TRANSPORT=UDP']],
  ['tcp', ['turn:one.example?transport=tcp']],
  ['tls', ['turns:two.example:443?transport=tcp', 'turns:three.example']],
] as const)('TURN over %s', (transport, expected) => {
  expect(turnServersOf(SERVERS, transport).map(({ urls }) => urls)).toEqual(expected);
});

test('each server keeps its credentials', () => {
  expect(turnServersOf(SERVERS, 'tcp')).toEqual([
    { urls: 'turn:one.example?transport=tcp', username: 'u', credential: 'c' },
  ]);
});

test('STUN', () => {
  expect(stunServersOf(SERVERS).map(({ urls }) => urls)).toEqual(['stun:one.example']);
});
