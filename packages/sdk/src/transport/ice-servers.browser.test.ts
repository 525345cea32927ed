import { expect, test } from 'vitest';
import { IceServers } from './ice-servers.ts';

const turn = (username: string) => ({ urls: ['turn:turn.example.org'], username, credential: 'c' });

test('servers that are handed out join the application’s, newer ones in the place of earlier ones', () => {
  const servers = new IceServers([{ urls: 'stun:stun.example.org' }, turn('own')]);
  expect(servers.list).toHaveLength(2);
  servers.take({ iceServers: [turn('first')], expiresInMs: 1 }, []);
  servers.take({ iceServers: [turn('second')], expiresInMs: 1 }, []);
  expect(servers.list).toEqual([{ urls: 'stun:stun.example.org' }, turn('second')]);
});

test('open connections are told, closed ones are left alone', () => {
  const servers = new IceServers([]);
  const [open, closed] = [new RTCPeerConnection({ bundlePolicy: 'max-bundle' }), new RTCPeerConnection()];
  closed.close();
  servers.take({ iceServers: [turn('u')], expiresInMs: 0 }, [closed, open]);
  expect(open.getConfiguration()).toMatchObject({ bundlePolicy: 'max-bundle', iceServers: [{ username: 'u' }] });
  expect(closed.getConfiguration().iceServers).toEqual([]);
  open.close();
});
