import type { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { SdkError } from '@remotemedia/base';
import { type Credentials, checkCredentials } from './credentials.ts';
import { makeSelfSigned } from './self-signed.ts';

const DAY_MS = 86_400_000;
const VALID_MS = 30 * DAY_MS;
/** A kept certificate is replaced when it is good for less than this. */
const LEAST_LEFT_MS = 2 * DAY_MS;
/** Certificate and key in one file, so that they always belong together. */
const FILE = 'development-certificate.pem';

/**
 * A certificate for development, good for 30 days: the one that is kept in `cacheDir`, or a new one.
 *
 * @param cacheDir made if it is not there, but not the folder that it is in; absent for a certificate that is not kept
 * @throws {SdkError} `invalid-argument` when the folder cannot be used
 */
export async function developmentCredentials(
  names: readonly string[],
  cacheDir: string | undefined,
  nowMs: number,
): Promise<Credentials> {
  if (cacheDir === undefined) return makeSelfSigned({ names, nowMs, validMs: VALID_MS });
  const path = join(cacheDir, FILE);
  const kept = await readKept(path, names, nowMs);
  if (kept) return kept;
  const made = makeSelfSigned({ names, nowMs, validMs: VALID_MS });
  try {
    await makeFolder(cacheDir);
    // Whoever reads it meanwhile sees the old one or the new one, and no half.
    const unfinished = `${path}.${process.pid}`;
    await writeFile(unfinished, made.cert + made.key, { mode: 0o600 });
    await rename(unfinished, path);
  } catch (cause) {
    throw new SdkError('invalid-argument', `tls.cacheDir ${cacheDir} cannot be written to`, { cause });
  }
  return made;
}

/** One folder only: with `recursive`, Node tries for ever where the system lets nobody make one, as in `/proc`. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (caught) {
    if (!(caught instanceof Error && 'code' in caught && caught.code === 'EEXIST')) throw caught;
  }
}

/** What is kept, if it is as good as a new one. */
async function readKept(path: string, names: readonly string[], nowMs: number): Promise<Credentials | undefined> {
  try {
    const both = await readFile(path, 'utf8');
    const end = both.indexOf('-----BEGIN PRIVATE KEY-----');
    const kept = { cert: both.slice(0, end), key: both.slice(end) };
    const certificate = checkCredentials(kept, { cert: path, key: path }, nowMs + LEAST_LEFT_MS);
    return names.every((name) => isFor(certificate, name.replace('*', 'any'))) ? kept : undefined;
  } catch {
    // Not there, of another time, or spoilt: a new one takes its place.
    return undefined;
  }
}

function isFor(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}
