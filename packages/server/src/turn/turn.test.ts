import { inspect } from 'node:util';
import { ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import type { IceServer } from '../server-options.ts';
import { type IceServerGrant, IceServerSource } from './ice-server-source.ts';
import { mintTurnCredentials } from './turn-credentials.ts';
import { type TurnOptions, toTurnSettings } from './turn-options.ts';

const SECRET = 'a-secret-that-must-not-show';
const OPTIONS: TurnOptions = { uris: ['turn:turn.example.org:3478?transport=udp'], secret: SECRET };
const STUN: IceServer = { urls: ['stun:stun.example.org'] };
/** 2033-05-18T03:33:20.500Z */
const NOW_MS = 2_000_000_000_500;

function faultOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('toTurnSettings()', () => {
  it('takes one hour for the time, and each form of URI', () => {
    const uris = ['turn:a', 'turn:a:1?transport=tcp', 'turns:[2001:db8::1]:443', 'turn:192.0.2.1'];
    expect(toTurnSettings({ uris, secret: SECRET })).toMatchObject({ uris, ttlSeconds: 3_600 });
    for (const ttlSeconds of [60, 86_400])
      expect(toTurnSettings({ ...OPTIONS, ttlSeconds })).toMatchObject({ ttlSeconds });
  });

  const misfits: [string, Partial<TurnOptions>][] = [
    ['uris', { uris: [] }],
    ['uris', { uris: Array.from({ length: 17 }, () => 'turn:a') }],
    ['uris', { uris: ['stun:a'] }],
    ['uris', { uris: ['turn://a'] }],
    ['uris', { uris: ['turn:a', 'http://a'] }],
    ['secret', { secret: '' }],
    ['secret', { secret: 'fifteen letters' }],
    ['ttlSeconds', { ttlSeconds: 59 }],
    ['ttlSeconds', { ttlSeconds: 86_401 }],
    ['ttlSeconds', { ttlSeconds: 60.5 }],
  ];
  it.each(misfits)('names %s when it is %j, and not the secret', (option, misfit) => {
    const fault = faultOf(() => toTurnSettings({ ...OPTIONS, ...misfit }));
    expect(fault).toMatchObject({ code: 'invalid-argument', detail: expect.stringContaining(`turn.${option} `) });
    expect(inspect(fault, { depth: null })).not.toContain(misfit.secret || SECRET);
  });

  it('hides the secret in texts, JSON and listings', () => {
    const settings = toTurnSettings(OPTIONS);
    const texts = [String(settings.secret), JSON.stringify(settings)];
    for (const text of texts) expect(text).toContain('[secret]');
    const listing = inspect(settings, { depth: null, showHidden: true });
    for (const text of [...texts, listing]) expect(text).not.toContain(SECRET);
  });
});

describe('mintTurnCredentials()', () => {
  it('has the time of expiry and the peer in the name, and its HMAC as the password', () => {
    const { iceServer, expiresAtMs } = mintTurnCredentials(toTurnSettings(OPTIONS), 'ada:1', NOW_MS);
    expect(iceServer).toEqual({
      urls: OPTIONS.uris,
      username: '2000003600:ada:1',
      // printf 2000003600:ada:1 | openssl dgst -sha1 -hmac a-secret-that-must-not-show -binary | base64
      credential: 'Ppu4zULFrwYMZVM0K1AbCXTE1IM=',
    });
    expect(expiresAtMs).toBe(2_000_003_600_000);
  });
});

describe('IceServerSource', () => {
  it('gives everyone the same servers for ever when there is no TURN server', () => {
    const clock = new ManualClock();
    const source = new IceServerSource({ iceServers: [STUN], clock });
    const given: IceServerGrant[] = [];
    source.keep('ada', (grant) => given.push(grant));
    expect(given).toEqual([{ iceServers: [STUN] }]);
    expect(clock.pending).toBe(0);
  });

  it('gives each peer credentials of its own', () => {
    const source = new IceServerSource({ iceServers: [STUN], turn: toTurnSettings(OPTIONS), unixNowMs: () => NOW_MS });
    const grant = source.grantFor('ada');
    expect(grant.iceServers).toEqual([STUN, mintTurnCredentials(toTurnSettings(OPTIONS), 'ada', NOW_MS).iceServer]);
    expect(grant).toMatchObject({ expiresInMs: 3_599_500, renewAfterMs: 2_699_625 });
    expect(source.grantFor('bob').iceServers[1]?.credential).not.toBe(grant.iceServers[1]?.credential);
  });

  it('renews them before they expire, with one timer, until it is ended', async () => {
    const clock = new ManualClock();
    const turn = toTurnSettings({ ...OPTIONS, ttlSeconds: 60 });
    const source = new IceServerSource({ iceServers: [], turn, clock, unixNowMs: () => 1_000_000 + clock.now() });
    const given: { atMs: number; username: string | undefined }[] = [];
    const end = source.keep('ada', ({ iceServers }) =>
      given.push({ atMs: clock.now(), username: iceServers[0]?.username }),
    );
    expect(given).toEqual([{ atMs: 0, username: '1060:ada' }]);
    await clock.advance(44_999);
    expect(given).toHaveLength(1);
    await clock.advance(1 + 45_000);
    expect(given.slice(1)).toEqual([
      { atMs: 45_000, username: '1105:ada' },
      { atMs: 90_000, username: '1150:ada' },
    ]);
    expect(clock.pending).toBe(1);
    end();
    end();
    expect(clock.pending).toBe(0);
  });

  it('can be ended while it gives', async () => {
    const clock = new ManualClock();
    const source = new IceServerSource({ iceServers: [], turn: toTurnSettings(OPTIONS), clock });
    let count = 0;
    const end = source.keep('ada', () => {
      count += 1;
      if (count === 2) end();
    });
    await clock.advance(3_600_000);
    expect(count).toBe(2);
    expect(clock.pending).toBe(0);
  });
});
