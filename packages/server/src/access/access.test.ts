import { inspect } from 'node:util';
import { ManualClock, SdkError } from '@remotemedia/base';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LogLine } from '../log.ts';
import { Access } from './access.ts';
import { type AccessOptions, toAccessSettings } from './access-options.ts';
import { ANYONE, type Grant } from './grant.ts';

const TOKEN = 'correct-horse-battery-staple';
const SECRET = 'the secret that signs all tokens of the tests';
const START_MS = Date.UTC(2026, 0, 1);

let clock: ManualClock;
let lines: LogLine[];
let rsa: GenerateKeyPairResult;
let ec: GenerateKeyPairResult;
let ed: GenerateKeyPairResult;

beforeAll(async () => {
  const pairs = ['RS256', 'ES256', 'EdDSA'].map((algorithm) => generateKeyPair(algorithm, { extractable: true }));
  [rsa, ec, ed] = (await Promise.all(pairs)) as [GenerateKeyPairResult, GenerateKeyPairResult, GenerateKeyPairResult];
});

beforeEach(() => {
  clock = new ManualClock();
  lines = [];
});

function open(options: AccessOptions): Access {
  const log = (line: LogLine) => void lines.push(line);
  return new Access(toAccessSettings(options), { clock, log, unixNow: () => START_MS + clock.now() });
}

function seconds(fromNow: number): number {
  return (START_MS + clock.now()) / 1_000 + fromNow;
}

function signed(claims: JWTPayload, secret: string = SECRET, algorithm: string = 'HS256'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm }).sign(Buffer.from(secret));
}

async function refusal(access: Access, token: string | undefined): Promise<SdkError> {
  try {
    await access.authenticate(token);
  } catch (error) {
    if (error instanceof SdkError) return error;
    throw error;
  }
  throw new Error('the token was taken');
}

describe('without tokens', () => {
  test('everyone may do everything, also with a token that means nothing here', () => {
    expect([open({}).authenticate(undefined), open({}).authenticate('abc')]).toEqual([ANYONE, ANYONE]);
  });
});

describe('static tokens', () => {
  test('the right one gets in at once and the wrong ones do not, however near they are', async () => {
    const access = open({ tokens: ['another-token-of-some-length', TOKEN] });
    expect(access.authenticate(TOKEN)).toMatchObject({ mayPublish: true, maySubscribe: true, peerId: undefined });
    for (const wrong of [`${TOKEN}e`, TOKEN.slice(1), TOKEN.toUpperCase(), `${TOKEN.slice(0, -1)}f`, 'x', '…']) {
      expect((await refusal(access, wrong)).code).toBe('unauthenticated');
    }
  });

  test('a bound one allows what it is bound to', () => {
    const bound = { peerId: 'bot-1', rooms: ['a', 'b'], mayPublish: false, maySubscribe: true };
    expect(open({ tokens: [{ token: TOKEN, ...bound }] }).authenticate(TOKEN)).toEqual(bound);
  });

  test('none is refused where one is required, and passes where it is not; a wrong one is refused either way', async () => {
    const strict = open({ tokens: [TOKEN] });
    expect(await refusal(strict, undefined)).toMatchObject({ code: 'unauthenticated' });
    expect(await refusal(strict, '')).toMatchObject({ code: 'unauthenticated' });
    const easy = open({ tokens: [TOKEN], requireAuth: false });
    expect(easy.authenticate(undefined)).toBe(ANYONE);
    expect(await refusal(easy, 'wrong')).toMatchObject({ code: 'unauthenticated' });
  });

  test('short ones are said to be short, but not what they are', () => {
    open({ tokens: ['hunter2'] });
    expect(lines.map(({ level }) => level)).toEqual(['warn']);
    expect(inspect(lines)).not.toContain('hunter2');
  });
});

describe('JSON web tokens', () => {
  test('give what their claims say', async () => {
    const access = open({ jwt: { secret: SECRET } });
    const claims = {
      sub: 'user-7',
      peer_id: 'ann',
      room: 'a',
      rooms: ['b', 'c'],
      publish: false,
      subscribe: true,
      allow_from: ['bob', 'bot-*'],
      deny_from: ['bot-7'],
      exp: seconds(60),
    };
    const expected: Grant = {
      subject: 'user-7',
      peerId: 'ann',
      rooms: ['b', 'c', 'a'],
      mayPublish: false,
      maySubscribe: true,
      allowFrom: ['bob', 'bot-*'],
      denyFrom: ['bot-7'],
      expiresAtMs: START_MS + 65_000,
    };
    expect(await access.authenticate(await signed(claims))).toEqual(expected);
    expect(await access.authenticate(await signed({}))).toEqual(ANYONE);
  });

  test.each([
    ['sub', { sub: 7 }],
    ['sub', { sub: 'x'.repeat(257) }],
    ['peer_id', { peer_id: 'with space' }],
    ['peer_id', { peer_id: 7 }],
    ['peer_id', { peer_id: null }],
    ['room', { room: '..' }],
    ['room', { room: ['a'] }],
    ['rooms', { rooms: 'a' }],
    ['rooms', { rooms: ['a', 7] }],
    ['rooms', { rooms: Array.from({ length: 257 }, () => 'a') }],
    ['publish', { publish: 'true' }],
    ['subscribe', { subscribe: 0 }],
    ['allow_from', { allow_from: 'bob' }],
    ['deny_from', { deny_from: ['a b'] }],
    ['exp', { exp: 'soon' }],
    ['nbf', { nbf: {} }],
  ])('whose claim %s is malformed are refused by its name: %j', async (claim, claims) => {
    const error = await refusal(open({ jwt: { secret: SECRET } }), await signed(claims as JWTPayload));
    expect([error.code, error.detail.startsWith(`the claim ${claim} of the token `)]).toEqual([
      'unauthenticated',
      true,
    ]);
  });

  test('are refused before and after their time, with a little tolerance', async () => {
    const access = open({ jwt: { secret: SECRET } });
    const at = async (claims: JWTPayload) => (await refusal(access, await signed(claims))).detail;
    expect(await at({ exp: seconds(-5) })).toContain('has expired');
    expect(await at({ nbf: seconds(6) })).toContain('not valid yet');
    await access.authenticate(await signed({ exp: seconds(-4), nbf: seconds(4) }));
  });

  test('that were taken once are refused when they expire', async () => {
    const access = open({ jwt: { secret: SECRET, clockToleranceSeconds: 0 } });
    const token = await signed({ exp: seconds(10) });
    const grant = await access.authenticate(token);
    await clock.advance(9_999);
    expect(access.authenticate(token)).toBe(grant);
    await clock.advance(1);
    expect((await refusal(access, token)).detail).toContain('has expired');
  });

  test('of other issuers and for others are refused', async () => {
    const access = open({ jwt: { secret: SECRET, issuer: 'https://id.test', audience: ['calls', 'meetings'] } });
    const at = async (claims: JWTPayload) => (await refusal(access, await signed(claims))).detail;
    expect(await at({ aud: 'calls' })).toContain('the claim iss of the token is missing');
    expect(await at({ iss: 'https://evil.test', aud: 'calls' })).toContain('the claim iss of the token is not what');
    expect(await at({ iss: 'https://id.test', aud: 'shop' })).toContain('the claim aud of the token is not what');
    await access.authenticate(await signed({ iss: 'https://id.test', aud: ['shop', 'meetings'] }));
  });

  test('with another secret, another algorithm, none, or a changed payload are refused', async () => {
    const access = open({ jwt: { secret: SECRET } });
    const at = async (token: string) => (await refusal(access, token)).detail;
    const good = await signed({ sub: 'ann' });
    expect(await at(await signed({ sub: 'ann' }, `${SECRET}!`))).toContain('signature');
    expect(await at(await signed({ sub: 'ann' }, SECRET.repeat(2), 'HS512'))).toContain('algorithm');
    expect(await at(new UnsecuredJWT({ sub: 'ann' }).encode())).toContain('the algorithm of the token');
    const [header, , signature] = good.split('.');
    const payload = Buffer.from('{"sub":"eve"}').toString('base64url');
    expect(await at(`${header}.${payload}.${signature}`)).toContain('signature');
  });

  test.each([
    'garbage',
    'a.b',
    'a.b.c',
    'a.b.c.d.e',
    '..',
    `${Buffer.from('{"alg":"HS256"').toString('base64url')}.e30.AAAA`,
    `${Buffer.from('{"alg":"HS256","crit":["x"],"x":1}').toString('base64url')}.e30.AAAA`,
    `${Buffer.from('[]').toString('base64url')}.e30.AAAA`,
    'ä.ö.ü',
    '\u0000',
  ])('that are none are refused: %s', async (token) => {
    expect(await refusal(open({ jwt: { secret: SECRET } }), token)).toMatchObject({ code: 'unauthenticated' });
  });

  test('that are longer than 8 KiB are not even looked at', async () => {
    const token = await signed({ sub: 'ann', padding: 'x'.repeat(6_100) });
    expect(token.length).toBeGreaterThan(8_192);
    expect((await refusal(open({ jwt: { secret: SECRET } }), token)).detail).toContain('may have 8192 characters');
    const long = `${'a'.repeat(4_000)}.${'b'.repeat(4_000)}.c`;
    expect((await refusal(open({ jwt: { secret: SECRET } }), long)).detail).toContain('malformed');
  });

  test('work beside static tokens', async () => {
    const access = open({ tokens: [TOKEN], jwt: { secret: SECRET } });
    expect(access.authenticate(TOKEN)).toMatchObject({ mayPublish: true });
    expect(await access.authenticate(await signed({ sub: 'ann' }))).toMatchObject({ subject: 'ann' });
  });
});

describe('keys of a key set', () => {
  async function setOf(pairs: Record<string, GenerateKeyPairResult>) {
    const keys = Object.entries(pairs).map(async ([kid, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid }));
    return { keys: await Promise.all(keys) };
  }

  function signedWith(pair: GenerateKeyPairResult, alg: string, kid?: string): Promise<string> {
    return new SignJWT({ sub: alg }).setProtectedHeader({ alg, ...(kid && { kid }) }).sign(pair.privateKey);
  }

  test('RS256, ES256 and EdDSA are taken', async () => {
    const access = open({ jwt: { jwks: await setOf({ r: rsa, e: ec, d: ed }) } });
    expect(await access.authenticate(await signedWith(rsa, 'RS256', 'r'))).toMatchObject({ subject: 'RS256' });
    expect(await access.authenticate(await signedWith(ec, 'ES256', 'e'))).toMatchObject({ subject: 'ES256' });
    expect(await access.authenticate(await signedWith(ed, 'EdDSA', 'd'))).toMatchObject({ subject: 'EdDSA' });
  });

  test('a token signed with the public key as if it were a secret is refused', async () => {
    const set = await setOf({ r: rsa });
    const asSecret = new SignJWT({ sub: 'eve' }).setProtectedHeader({ alg: 'HS256', kid: 'r' });
    const token = await asSecret.sign(Buffer.from(JSON.stringify(set.keys[0])));
    expect((await refusal(open({ jwt: { jwks: set } }), token)).detail).toContain('algorithm');
  });

  test('a key that is not in the set, and a key of another kind under a known name, are refused', async () => {
    const access = open({ jwt: { jwks: await setOf({ r: rsa }) } });
    expect((await refusal(access, await signedWith(rsa, 'RS256', 'x'))).detail).toContain('a key that is not known');
    expect((await refusal(access, await signedWith(ec, 'ES256', 'r'))).detail).toContain('a key that is not known');
    const stranger = await generateKeyPair('RS256');
    expect((await refusal(access, await signedWith(stranger, 'RS256', 'r'))).detail).toContain('signature');
  });

  test('a token without a kid is taken where one key alone can be meant, else it is refused', async () => {
    const second = await generateKeyPair('RS256', { extractable: true });
    const token = await signedWith(rsa, 'RS256');
    await open({ jwt: { jwks: await setOf({ r: rsa, e: ec }) } }).authenticate(token);
    const access = open({ jwt: { jwks: await setOf({ r: rsa, s: second }) } });
    expect((await refusal(access, token)).detail).toContain('must name its key (kid)');
  });
});

describe('what is said', () => {
  test('never has a token, a part of it, a claim or a secret in it', async () => {
    const access = open({ tokens: [TOKEN], jwt: { secret: SECRET, issuer: 'https://id.test' } });
    const claims = { sub: 'private-subject', iss: 'https://private.test', peer_id: 'private peer' };
    const tokens = [
      await signed(claims),
      await signed({ ...claims, iss: 'https://id.test' }),
      await signed({ ...claims, exp: seconds(-100) }),
      await signed(claims, `${SECRET}!`),
      await signed(claims, SECRET, 'HS384'),
      new UnsecuredJWT(claims).encode(),
      `${TOKEN}-but-wrong`,
      `${TOKEN}.${TOKEN}.${TOKEN}`,
      TOKEN.repeat(400),
    ];
    for (const token of tokens) {
      const error = await refusal(access, token);
      const said =
        inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error) + inspect(lines, { depth: 9 });
      const pieces = [TOKEN, SECRET, 'private', ...token.split('.').filter((piece) => piece.length > 8)];
      expect(pieces.filter((piece) => said.includes(piece))).toEqual([]);
    }
  });
});

describe('peers', () => {
  test('that are not let in are refused by name', () => {
    const access = open({ allowPeers: ['team-*'], denyPeers: ['team-x'] });
    expect(() => access.checkPeer('team-a')).not.toThrow();
    expect(() => access.checkPeer('team-x')).toThrow(/permission-denied.*"team-x"/);
    expect(() => access.checkPeer('eve')).toThrow(/permission-denied.*"eve"/);
    expect(() => open({}).checkPeer('eve')).not.toThrow();
  });
});

describe('origins', () => {
  test('that are not allowed are refused by name', () => {
    const access = open({ allowedOrigins: ['https://*.example.org'] });
    expect(access.allowsOrigin('https://a.example.org')).toBe(true);
    expect(() => access.checkOrigin(undefined)).not.toThrow();
    expect(() => access.checkOrigin('https://evil.test')).toThrow(/permission-denied.*"https:\/\/evil.test"/);
    expect([access.allowsAnyOrigin, open({}).allowsAnyOrigin]).toEqual([false, true]);
  });
});
