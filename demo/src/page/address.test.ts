import { describe, expect, it } from 'vitest';
import { MAX_NAME_LENGTH, readAddress, roomLink, signalingOf } from './address.ts';
import { friendlyRoomName } from './room-name.ts';

const read = (path: string) => readAddress(new URL(path, 'https://talk.example'));

describe('readAddress', () => {
  it('takes the room, the name and the switches', () => {
    expect(read('/r/standup?name=Ada&autojoin=1&signaling=ws')).toEqual({
      room: 'standup',
      displayName: 'Ada',
      autojoin: true,
      signaling: 'ws',
    });
    expect(read('/r/standup/')).toMatchObject({ room: 'standup', displayName: '', autojoin: false, signaling: 'auto' });
  });

  it.each(['/', '/r/', '/elsewhere', '/r/a/b', '/r/%20'])('makes up a room for %s', (path) => {
    expect(read(path).room).toMatch(/^[a-z]+-[a-z]+-\d{4}$/);
  });

  it.each([
    ['/r/Team%20Meeting!', 'Team-Meeting'],
    ['/r/caf%C3%A9', 'cafe'],
    ['/r/%E4%BC%9A%E8%AD%B0', 'E4-BC-9A-E8-AD-B0'],
    ['/r/%E0%A4%A', 'E0-A4-A'],
    [`/r/${'x'.repeat(200)}`, 'x'.repeat(64)],
    ['/r/a.b_c:d@e-f', 'a.b_c:d@e-f'],
  ])('makes a name the server takes of %s', (path, room) => {
    expect(read(path).room).toBe(room);
  });

  it('cuts a name that is too long', () => {
    expect(read(`/r/a?name=${'n'.repeat(99)}`).displayName).toHaveLength(MAX_NAME_LENGTH);
  });
});

it('links to the room without anything else of the address', () => {
  expect(roomLink('https://talk.example', 'a@b')).toBe('https://talk.example/r/a%40b');
  expect(read(new URL(roomLink('https://talk.example', 'a@b')).pathname).room).toBe('a@b');
});

it('speaks with the serving server, by WebSocket when asked to', () => {
  expect(signalingOf('https://talk.example', { signaling: 'auto' })).toBe('https://talk.example');
  expect(signalingOf('https://talk.example', { signaling: 'ws' })).toBe('wss://talk.example/ws');
  expect(signalingOf('http://localhost:9', { signaling: 'ws' })).toBe('ws://localhost:9/ws');
  expect(signalingOf('http://localhost:9', { signaling: 'grpc-web' })).toMatchObject({ state: { kind: 'idle' } });
});

it('makes up names from both ends of its lists', () => {
  expect(friendlyRoomName(() => 0)).toBe('amber-acorn-1000');
  expect(friendlyRoomName(() => 0.999999)).toBe('young-willow-9999');
});
