import { open } from 'node:fs/promises';
import { SdkError } from '@remotemedia/base';
import type { JSONWebKeySet } from 'jose';
import { MAX_KEY_SET_BYTES, readKeySet } from './key-set-text.ts';

/** Longest wait for a key set, in milliseconds. */
const LOAD_TIMEOUT_MS = 5_000;

/**
 * Gets a key set over HTTP. Follows no redirect: it would let whoever answers choose where the server calls.
 *
 * @throws {SdkError} `unavailable`, `invalid-argument`, with what the operator can do; the URL's query stays out of it
 */
export async function fetchKeys(url: URL, timeoutMs: number = LOAD_TIMEOUT_MS): Promise<JSONWebKeySet> {
  const from = `${url.origin}${url.pathname}`;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const headers = { accept: 'application/jwk-set+json, application/json' };
    const response = await fetch(url, { redirect: 'manual', headers, signal });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new SdkError(
        'unavailable',
        `${from} must answer with status 200, not ${response.status}; give its final URL`,
      );
    }
    return readKeySet(await bodyOf(response, from), from);
  } catch (caught) {
    if (caught instanceof SdkError) throw caught;
    const why = signal.aborted ? `did not answer within ${timeoutMs} ms` : `cannot be reached (${reasonOf(caught)})`;
    throw new SdkError('unavailable', `${from} ${why}; see whether it runs and is reachable from here`);
  }
}

/** Reads a key set from a file. @throws {SdkError} `unavailable` when it cannot be read, `invalid-argument` when it is none */
export async function readKeyFile(path: string): Promise<JSONWebKeySet> {
  const text = await textOf(path).catch((cause: unknown) => {
    if (cause instanceof SdkError) throw cause;
    throw new SdkError('unavailable', `the key set ${path} cannot be read (${reasonOf(cause)})`, { cause });
  });
  return readKeySet(text, path);
}

async function bodyOf(response: Response, from: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_KEY_SET_BYTES) throw tooLong(from);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function textOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(MAX_KEY_SET_BYTES + 1);
    let sizeBytes = 0;
    for (let count = 1; count > 0 && sizeBytes < buffer.length; sizeBytes += count) {
      ({ bytesRead: count } = await file.read(buffer, sizeBytes));
    }
    if (sizeBytes > MAX_KEY_SET_BYTES) throw tooLong(path);
    return buffer.toString('utf8', 0, sizeBytes);
  } finally {
    await file.close();
  }
}

function tooLong(from: string): SdkError {
  return new SdkError('invalid-argument', `${from} must have ${MAX_KEY_SET_BYTES} bytes at the most`);
}

/** The code of a system error (`ECONNREFUSED`, `ENOENT`), which says enough and holds nothing else. */
function reasonOf(caught: unknown): string {
  const inner = caught instanceof Error && caught.cause instanceof Error ? caught.cause : caught;
  return inner instanceof Error && 'code' in inner ? String(inner.code) : 'no reason was given';
}
