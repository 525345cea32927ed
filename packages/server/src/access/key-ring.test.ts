import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ManualClock, SdkError } from '@remotemedia/base';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LogLine } from '../log.ts';
import { Access } from './access.ts';
import { toAccessSettings } from './access-options.ts';
import { fetchKeys } from './load-keys.ts';

let clock: ManualClock;
let lines: LogLine[];
let server: Server;
let answer: RequestListener;
let requests: number;
let first: GenerateKeyPairResult;
let second: GenerateKeyPairResult;

beforeAll(async () => {
  [first, second] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
});

beforeEach(async () => {
  clock = new ManualClock();
  lines = [];
  requests = 0;
  server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function url(path: string = '/keys.json?private=query'): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

function open(jwks: string = url()): Access {
  // A try that goes on after its test must not write into the next one's log.
  const ownLines = lines;
  const log = (line: LogLine) => void ownLines.push(line);
  return new Access(toAccessSettings({ jwt: { jwks } }), { clock, log });
}

async function jwkOf(pair: GenerateKeyPairResult, kid: string): Promise<JWK> {
  return { ...(await exportJWK(pair.publicKey)), kid };
}

async function serve(pairs: Record<string, GenerateKeyPairResult>): Promise<string> {
  const keys = await Promise.all(Object.entries(pairs).map(([kid, pair]) => jwkOf(pair, kid)));
  const text = JSON.stringify({ keys });
  answer = (_, response) => response.end(text);
  return text;
}

function tokenOf(pair: GenerateKeyPairResult, kid: string, sub: string = 'ann'): Promise<string> {
  return new SignJWT({ sub }).setProtectedHeader({ alg: 'ES256', kid }).sign(pair.privateKey);
}

async function refusal(action: unknown): Promise<SdkError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof SdkError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Whether a fresh token signed with this key gets in. */
async function isTaken(access: Access, pair: GenerateKeyPairResult, kid: string): Promise<boolean> {
  try {
    await access.authenticate(await tokenOf(pair, kid, crypto.randomUUID()));
    return true;
  } catch {
    return false;
  }
}

describe('a key set behind a URL', () => {
  test('is got once for many tokens, also for those that come at once', async () => {
    await serve({ a: first });
    const access = open();
    expect(await Promise.all(Array.from({ length: 5 }, () => isTaken(access, first, 'a')))).not.toContain(false);
    expect([await isTaken(access, first, 'a'), requests]).toEqual([true, 1]);
  });

  test('a key that is new in it is picked up by the first token that names it', async () => {
    await serve({ a: first });
    const access = open();
    expect(await isTaken(access, first, 'a')).toBe(true);
    await serve({ a: first, b: second });
    await clock.advance(10_000);
    expect([await isTaken(access, second, 'b'), await isTaken(access, first, 'a'), requests]).toEqual([true, true, 2]);
  });

  test('a key that is gone from it is refused within ten minutes', async () => {
    await serve({ a: first, b: second });
    const access = open();
    expect(await isTaken(access, first, 'a')).toBe(true);
    await serve({ b: second });
    await clock.advance(600_001);
    expect([await isTaken(access, first, 'a'), await isTaken(access, second, 'b')]).toEqual([false, true]);
  });

  test('tokens with invented keys cause one request in ten seconds at the most', async () => {
    await serve({ a: first });
    const access = open();
    for (let i = 0; i < 20; i++) expect(await isTaken(access, second, `invented ${i}`)).toBe(false);
    expect(requests).toBe(1);
    await clock.advance(10_000);
    for (let i = 0; i < 20; i++) await isTaken(access, second, `invented ${i}`);
    expect(requests).toBe(2);
  });

  test('that cannot be had at first makes tokens unavailable, with the time to wait, until it can be had', async () => {
    answer = (_, response) => response.writeHead(500).end();
    const access = open();
    const error = await refusal(access.authenticate(await tokenOf(first, 'a')));
    expect(error).toMatchObject({ code: 'unavailable', retryAfterMs: 10_000 });
    expect(error.detail).toContain('try again in 10000 ms');
    await clock.advance(4_000);
    expect((await refusal(access.authenticate(await tokenOf(first, 'a')))).retryAfterMs).toBe(6_000);
    expect(requests).toBe(1);
    await serve({ a: first });
    await clock.advance(6_000);
    expect(await isTaken(access, first, 'a')).toBe(true);
  });

  test('that cannot be had later is used on for an hour', async () => {
    await serve({ a: first });
    const access = open();
    await isTaken(access, first, 'a');
    answer = (_, response) => response.writeHead(503).end();
    for (let minutes = 0; minutes < 59; minutes += 1) {
      await clock.advance(60_000);
      expect(await isTaken(access, first, 'a')).toBe(true);
    }
    await clock.advance(120_000);
    expect((await refusal(access.authenticate(await tokenOf(first, 'a')))).code).toBe('unavailable');
  });

  test('can be got before it is needed; what is wrong then stands in the log, without the query of the URL', async () => {
    answer = (_, response) => response.end('no json, but a private text');
    await open().prepare();
    expect(requests).toBe(1);
    expect(lines.map(({ level }) => level)).toEqual(['error']);
    expect(lines[0]?.message).toContain(`${url('/keys.json')} must be JSON`);
    expect(inspect(lines, { depth: 9 })).not.toContain('private');
  });
});

describe('what answers at the URL', () => {
  test.each<[name: string, answer: RequestListener, said: string]>([
    ['a redirect', (_, response) => response.writeHead(302, { location: '/x' }).end(), 'not 302; give its final URL'],
    ['an error', (_, response) => response.writeHead(404).end(), 'must answer with status 200, not 404'],
    ['a list', (_, response) => response.end('[]'), 'must have a list "keys"'],
    ['no keys', (_, response) => response.end('{"keys":[]}'), 'must have a list "keys"'],
    ['no objects', (_, response) => response.end('{"keys":[7]}'), 'must have a list "keys"'],
    ['private keys', (_, response) => response.end('{"keys":[{"kty":"EC","d":"AA"}]}'), 'public keys alone'],
    ['a hang-up', (_, response) => response.destroy(), 'cannot be reached'],
    ['half an answer', (_, response) => void response.write('{"keys":', () => response.destroy()), 'cannot be reached'],
  ])('%s is refused', async (_, answering, said) => {
    answer = answering;
    expect((await refusal(fetchKeys(new URL(url())))).detail).toContain(said);
  });

  test('too much is not read to its end', async () => {
    let sentBytes = 0;
    answer = (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 32))) sentBytes += 65_536;
      };
      response.on('drain', more);
      more();
    };
    expect((await refusal(fetchKeys(new URL(url())))).detail).toContain('262144 bytes at the most');
    expect(sentBytes).toBeLessThan(16_777_216);
  });

  test('nothing at all is not waited for', async () => {
    answer = () => {};
    expect((await refusal(fetchKeys(new URL(url()), 50))).detail).toContain('did not answer within 50 ms');
    answer = (_, response) => void response.write('{');
    expect((await refusal(fetchKeys(new URL(url()), 50))).detail).toContain('did not answer within 50 ms');
  });

  test('nobody there is said as such', async () => {
    const address = new URL(url());
    await new Promise((resolve) => server.close(resolve));
    expect((await refusal(fetchKeys(address))).detail).toContain('cannot be reached (ECONNREFUSED)');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  test('keys of unknown kinds and broken ones do not keep the others from being used', async () => {
    const keys = [
      { kty: 'new', kid: 'x' },
      { kty: 'EC', crv: 'P-256', x: '!', y: 7, kid: 'y' },
      await jwkOf(first, 'a'),
    ];
    answer = (_, response) => response.end(JSON.stringify({ keys }));
    const access = open();
    expect([await isTaken(access, first, 'a'), await isTaken(access, first, 'y')]).toEqual([true, false]);
  });
});

describe('a key set in a file', () => {
  test('is read when it is needed, and again for a key that is new in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keys-'));
    const path = join(folder, 'keys.json');
    try {
      const access = open(path);
      expect((await refusal(access.authenticate(await tokenOf(first, 'a')))).code).toBe('unavailable');
      expect(lines[0]?.message).toContain(`${path} cannot be read (ENOENT)`);
      await writeFile(path, await serve({ a: first }));
      await clock.advance(10_000);
      expect(await isTaken(access, first, 'a')).toBe(true);
      await writeFile(path, await serve({ a: first, b: second }));
      await clock.advance(10_000);
      expect(await isTaken(access, second, 'b')).toBe(true);
      await writeFile(path, Buffer.alloc(300_000, 32));
      await open(path).prepare();
      expect(lines.at(-1)?.message).toContain('262144 bytes at the most');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
