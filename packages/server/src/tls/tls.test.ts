import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@remotemedia/base';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogLine } from '../log.ts';
import { CertificateSource } from './certificate-source.ts';
import { checkCredentials } from './credentials.ts';
import { ipBytes } from './ip-bytes.ts';
import { makeSelfSigned } from './self-signed.ts';
import { type TlsOptions, toTlsSettings } from './tls-options.ts';

const DAY_MS = 86_400_000;
const NAMES = { cert: 'a.pem', key: 'b.pem' };

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tls-test-'));
});
afterEach(() => rm(dir, { recursive: true }));

const make = (names: string[] = ['localhost'], nowMs = Date.now(), validMs = DAY_MS) =>
  makeSelfSigned({ names, nowMs, validMs });

async function open(tls: TlsOptions, unixNow = Date.now) {
  const clock = new ManualClock();
  const lines: LogLine[] = [];
  const settings = toTlsSettings(tls);
  if (!settings) throw new Error('no TLS');
  const source = await CertificateSource.open({ ...settings, clock, log: (line) => lines.push(line), unixNow });
  return { clock, lines, source };
}

test('a development certificate is for this machine, for 30 days and for servers', async () => {
  const nowMs = Date.now();
  const { source, clock } = await open({ development: true, names: ['192.0.2.7', 'a.example'] }, () => nowMs);
  const certificate = new X509Certificate(source.credentials.cert);
  for (const name of ['localhost', hostname(), 'a.example']) expect(certificate.checkHost(name)).toBe(name);
  for (const ip of ['127.0.0.1', '::1', '192.0.2.7']) expect(certificate.checkIP(ip)).toBe(ip);
  expect(certificate.checkHost('example.org')).toBeUndefined();
  expect(certificate.ca).toBe(false);
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(Math.abs(Date.parse(certificate.validTo) - nowMs - 30 * DAY_MS)).toBeLessThan(1_001);
  expect(Date.parse(certificate.validFrom)).toBeLessThan(nowMs);
  expect(clock.pending).toBe(0);
});

test('a development certificate that is kept survives a restart, until it is nearly over, spoilt or for too few names', async () => {
  const tls = { development: true, cacheDir: join(dir, 'folder') } as const;
  const first = await open(tls);
  const again = await open(tls);
  expect(again.source.credentials).toEqual(first.source.credentials);
  const [file = ''] = await readdir(tls.cacheDir);
  expect((await stat(join(tls.cacheDir, file))).mode & 0o777).toBe(0o600);
  const wider = await open({ ...tls, names: ['b.example'] });
  expect(wider.source.credentials).not.toEqual(first.source.credentials);
  const late = await open(tls, () => Date.now() + 29 * DAY_MS);
  expect(late.source.credentials).not.toEqual(wider.source.credentials);
  await writeFile(join(tls.cacheDir, file), 'spoilt');
  const anew = await open(tls);
  expect(anew.source.credentials).not.toEqual(late.source.credentials);
});

test('a cache folder that cannot be made is refused', async () => {
  await writeFile(join(dir, 'file'), '');
  await expect(open({ development: true, cacheDir: '/proc/x' })).rejects.toMatchObject({ code: 'invalid-argument' });
  const opened = open({ development: true, cacheDir: join(dir, 'file') });
  await expect(opened).rejects.toMatchObject({ code: 'invalid-argument', detail: /tls.cacheDir .*file cannot be/ });
});

describe('files', () => {
  const save = async ({ cert, key }: { cert: string; key: string }, atMs: number) => {
    const tls = { certFile: join(dir, 'cert.pem'), keyFile: join(dir, 'key.pem') };
    await writeFile(tls.certFile, cert);
    await writeFile(tls.keyFile, key);
    for (const file of Object.values(tls)) await utimes(file, atMs / 1_000, atMs / 1_000);
    return tls;
  };

  test('are read again when they change, and the listener gets what is new', async () => {
    const tls = await save(make(), 1_000);
    const { clock, lines, source } = await open(tls);
    const seen: string[] = [];
    source.watch(({ cert }) => seen.push(cert));
    await clock.advance(10_000);
    await expect.poll(() => clock.pending).toBe(1);
    const renewed = make();
    await save(renewed, 2_000);
    await clock.advance(10_000);
    await expect.poll(() => seen).toEqual([renewed.cert]);
    expect(source.credentials).toEqual(renewed);
    expect(lines.map(({ message }) => message)).toEqual(['the TLS certificate was read again']);
    await expect.poll(() => clock.pending).toBe(1);
    source.close();
    expect(clock.pending).toBe(0);
  });

  test('that turn out faulty change nothing and are named in the log', async () => {
    const good = make();
    const tls = await save(good, 1_000);
    const { clock, lines, source } = await open(tls);
    await save({ cert: good.cert, key: make().key }, 2_000);
    await clock.advance(10_000);
    await expect.poll(() => lines.length).toBe(1);
    expect(lines[0]).toMatchObject({ level: 'error', message: expect.stringContaining('key.pem is not the one') });
    expect(source.credentials).toEqual(good);
    await rm(tls.certFile);
    await source.reload();
    expect(lines[1]).toMatchObject({ level: 'error', message: expect.stringContaining('cert.pem cannot be read') });
    source.close();
  });

  test('that are missing or too long are refused by name', async () => {
    const tls = await save(make(), 1_000);
    await expect(open({ ...tls, keyFile: join(dir, 'none') })).rejects.toMatchObject({
      code: 'invalid-argument',
      detail: /tls.keyFile .*none cannot be read: ENOENT/,
    });
    await writeFile(tls.certFile, Buffer.alloc(1_048_577));
    await expect(open(tls)).rejects.toMatchObject({ detail: /tls.certFile .* it has 1048577 bytes/ });
  });
});

test.each([
  ['no PEM', (good) => ({ ...good, cert: 'x' }), /^a.pem must hold a certificate in PEM form .* there is none/],
  [
    'a spoilt certificate',
    (good) => ({ ...good, cert: good.cert.replace(/\n.{60}/, '\n') }),
    /^a.pem must hold a certificate .* cannot be read/,
  ],
  ['no key', (good) => ({ ...good, key: good.cert }), /^b.pem must hold a private key/],
  ['another key', (good) => ({ ...good, key: make().key }), /^the key in b.pem is not the one .* a.pem is for/],
  [
    'a locked key',
    (good) => ({ ...good, key: '-----BEGIN ENCRYPTED PRIVATE KEY-----' }),
    /^the key in b.pem is encrypted/,
  ],
  ['an old certificate', () => make([], Date.now() - 2 * DAY_MS), /^the certificate in a.pem expired on/],
  ['a certificate of the future', () => make([], Date.now() + 2 * DAY_MS), /a.pem is not valid before/],
] as [string, (good: ReturnType<typeof make>) => ReturnType<typeof make>, RegExp][])(
  '%s is refused and named',
  (_name, spoil, detail) => {
    expect(() => checkCredentials(spoil(make()), NAMES, Date.now())).toThrowError(
      expect.objectContaining({ code: 'invalid-argument', detail: expect.stringMatching(detail) }),
    );
  },
);

test.each([
  ['192.0.2.255', 'c00002ff'],
  ['::', '0'.repeat(32)],
  ['::1', `${'0'.repeat(31)}1`],
  ['2001:DB8::7:8', '20010db8000000000000000000070008'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ['fe80::1%eth0', undefined],
  ['localhost', undefined],
])('the bytes of %s are %s', (text, hex) => {
  expect(ipBytes(text)?.toString('hex')).toBe(hex);
});

test.each([
  [true, /^tls must be/],
  [{}, /^tls must be/],
  [{ certFile: 'a' }, /^tls.keyFile must be/],
  [{ cert: '', key: 'x' }, /^tls.cert must be/],
  [{ development: true, names: ['a b'] }, /^tls.names must be/],
  [{ development: true, allowCleartext: 1 }, /^tls.allowCleartext must be/],
] as unknown as [TlsOptions, RegExp][])('the options %j are refused', (options, detail) => {
  expect(() => toTlsSettings(options)).toThrowError(
    expect.objectContaining({ code: 'invalid-argument', detail: expect.stringMatching(detail) }),
  );
});

test('no options are no TLS', () => {
  expect(toTlsSettings(undefined)).toBeUndefined();
  expect(toTlsSettings('development')).toMatchObject({ allowCleartext: false, origin: { kind: 'development' } });
});
