import { expect, it } from 'vitest';
import { parseIceServers } from './server-config.ts';

it('takes servers in the form of the platform', () => {
  const servers = [{ urls: ['stun:a.example:3478'] }, { urls: 'turn:b.example', username: 'u', credential: 'c' }];
  expect(parseIceServers({ iceServers: servers })).toEqual([
    { urls: ['stun:a.example:3478'] },
    { urls: ['turn:b.example'], username: 'u', credential: 'c' },
  ]);
});

it.each([undefined, null, 'text', [], {}, { iceServers: 'x' }, { iceServers: [1, null, {}, { urls: 5 }] }])(
  'finds none in %j',
  (config) => {
    expect(parseIceServers(config)).toEqual([]);
  },
);

it('leaves out addresses of another kind', () => {
  expect(parseIceServers({ iceServers: [{ urls: ['https://x', 'stun:ok'] }, { urls: 'javascript:1' }] })).toEqual([
    { urls: ['stun:ok'] },
  ]);
});
