import { SdkError } from '@remotemedia/base';
import { readFile } from './read-file.ts';

/** The MIME type without which browsers do not compile while they download. */
const WASM_MIME = 'application/wasm';

/** What every WebAssembly file begins with: `\0asm`. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/**
 * Compiles bytes that are here already.
 *
 * @param name whose bytes they are, for messages
 * @throws {SdkError} `data-loss` for bytes that are no WebAssembly, `permission-denied` when the page's Content Security
 *   Policy forbids it, `unimplemented` when the browser lacks what the code uses
 */
export async function compileBytes(bytes: BufferSource, name: string): Promise<WebAssembly.Module> {
  assertWasm(bytes, name);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw compileError(cause, name);
  }
}

/**
 * Gets a file and compiles it.
 *
 * @throws {SdkError} `unavailable` when it cannot be had, `not-found` when it is not there, `data-loss` when it is
 *   something else, and what {@link compileBytes} throws
 */
export async function compileUrl(url: URL): Promise<WebAssembly.Module> {
  const file = url.protocol === 'file:' ? readFile(url) : undefined;
  if (file)
    return await compileBytes(await file.catch((cause: unknown) => Promise.reject(unread(url, cause))), url.href);
  const response = await fetch(url).catch((cause: unknown) => Promise.reject(unread(url, cause)));
  if (!response.ok) throw refused(url, response.status);
  const mime = response.headers.get('content-type') ?? 'none';
  if (mime.startsWith(WASM_MIME) && typeof WebAssembly.compileStreaming === 'function') {
    return await WebAssembly.compileStreaming(response).catch((cause: unknown) =>
      Promise.reject(compileError(cause, url.href)),
    );
  }
  const bytes = await response.arrayBuffer().catch((cause: unknown) => Promise.reject(unread(url, cause)));
  return await compileBytes(bytes, `${url.href} (served as ${mime})`);
}

function unread(url: URL, cause: unknown): SdkError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const code = isMissing(cause) ? 'not-found' : 'unavailable';
  return new SdkError(code, `the codec's file ${url.href} cannot be read: ${why}`, { cause });
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

function refused(url: URL, status: number): SdkError {
  const code = status === 404 || status === 410 ? 'not-found' : 'unavailable';
  return new SdkError(code, `the codec's file ${url.href} was answered with status ${status}; is it deployed?`);
}

/** A server that answers with its start page for whatever it does not know is common enough to be told apart. */
function assertWasm(source: BufferSource, name: string): void {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  if (MAGIC.every((byte, index) => bytes[index] === byte)) return;
  const start = JSON.stringify(String.fromCharCode(...bytes.subarray(0, 16)));
  throw new SdkError('data-loss', `${name} is no WebAssembly: it has ${bytes.length} bytes and begins with ${start}`);
}

function compileError(cause: unknown, name: string): SdkError {
  const why = cause instanceof Error ? cause.message : String(cause);
  if (/content security policy|unsafe-eval|disallowed by embedder/i.test(why)) {
    const advice = "the Content Security Policy needs 'wasm-unsafe-eval' in script-src";
    return new SdkError('permission-denied', `${name} may not be compiled: ${advice}`, { cause });
  }
  if (/fetch|network|abort/i.test(why)) {
    return new SdkError('unavailable', `${name} did not arrive as a whole: ${why}`, { cause });
  }
  return new SdkError('unimplemented', `${name} cannot be compiled here: ${why}`, { cause });
}
