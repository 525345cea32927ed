import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Coturn, isInstalled, startCoturn, TURN_SERVER } from '../stun/testing/coturn.ts';
import { IceServerSource } from './ice-server-source.ts';
import { allocate } from './testing/allocate.ts';
import { mintTurnCredentials } from './turn-credentials.ts';
import { type TurnSettings, toTurnSettings } from './turn-options.ts';

const SECRET = 'shared-by-both-servers';

describe.skipIf(!isInstalled(TURN_SERVER))('coturn (skipped where it is missing: apt install coturn)', () => {
  let coturn: Coturn;
  let settings: TurnSettings;

  beforeAll(async () => {
    const auth = ['--use-auth-secret', '--static-auth-secret', SECRET, '--allow-loopback-peers'];
    coturn = await startCoturn(auth);
    settings = toTurnSettings({ uris: [`turn:127.0.0.1:${coturn.port}?transport=udp`], secret: SECRET });
  }, 15_000);

  afterAll(async () => {
    await coturn?.close();
  });

  it.each(['ada', 'a:b@c.d-e_f'])('relays for %s with what we made', async (peerId) => {
    const { iceServer } = mintTurnCredentials(settings, peerId, Date.now());
    expect(await allocate(coturn.port, iceServer)).toBe('allocated');
  });

  it('relays with what the source gives to a peer', async () => {
    const [iceServer] = new IceServerSource({ iceServers: [], turn: settings }).grantFor('ada').iceServers;
    expect(await allocate(coturn.port, iceServer ?? { urls: [] })).toBe('allocated');
  });

  it('refuses what has expired', async () => {
    const longAgoMs = Date.now() - settings.ttlSeconds * 1_000 - 2_000;
    const { iceServer } = mintTurnCredentials(settings, 'ada', longAgoMs);
    expect(await allocate(coturn.port, iceServer)).toBe(401);
  });

  it('refuses what was made with another secret', async () => {
    const others = toTurnSettings({ uris: [...settings.uris], secret: 'of-some-other-server' });
    const { iceServer } = mintTurnCredentials(others, 'ada', Date.now());
    expect(await allocate(coturn.port, iceServer)).toBe(401);
  });

  it('refuses a name that was changed, to another time or another peer', async () => {
    const { iceServer } = mintTurnCredentials(settings, 'ada', Date.now());
    const later = `9${iceServer.username?.slice(1)}`;
    for (const username of [later, `${iceServer.username}a`]) {
      expect(await allocate(coturn.port, { ...iceServer, username })).toBe(401);
    }
  });
});
