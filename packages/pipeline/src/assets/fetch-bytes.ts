import { SdkError } from '@remotemedia/base';
import { readFile } from './read-file.ts';

/** No file of a node is nearly as large; a server that sends without end must not fill the memory. */
const MAX_BYTES = 2 ** 28;

/** Hears how much is here. */
export type BytesProgress = (loadedBytes: number, totalBytes: number | undefined) => void;

/**
 * Gets the bytes of a file: over the network, or with Node from the disk.
 *
 * @throws {SdkError} `not-found` or `unavailable` when it cannot be had, with address and status; `resource-exhausted`
 *   beyond 256 MiB; `cancelled` when the signal aborted
 */
export async function fetchBytes(url: URL, signal: AbortSignal, onProgress: BytesProgress): Promise<Uint8Array> {
  const file = url.protocol === 'file:' ? readFile(url, MAX_BYTES, signal) : undefined;
  if (file) return await file.catch((cause: unknown) => Promise.reject(unread(url, cause)));
  const response = await fetch(url, { signal }).catch((cause: unknown) => Promise.reject(unread(url, cause)));
  if (!response.ok) {
    void response.body?.cancel().catch(() => {});
    const code = response.status === 404 || response.status === 410 ? 'not-found' : 'unavailable';
    throw new SdkError(code, `${url.href} was answered with status ${response.status}`);
  }
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    void response.body?.cancel().catch(() => {});
    throw new SdkError('data-loss', `${url.href} was answered with a web page (text/html): is the file there?`);
  }
  try {
    return await readBody(response, url, onProgress);
  } catch (cause) {
    throw cause instanceof SdkError ? cause : unread(url, cause);
  }
}

async function readBody(response: Response, url: URL, onProgress: BytesProgress): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const totalBytes = sizeOf(response);
  let loadedBytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); reader && part && !part.done; part = await reader.read()) {
    parts.push(part.value);
    loadedBytes += part.value.length;
    if (loadedBytes > MAX_BYTES) {
      void reader.cancel().catch(() => {});
      throw new SdkError('resource-exhausted', `${url.href} is larger than ${MAX_BYTES} bytes`);
    }
    onProgress(loadedBytes, totalBytes);
  }
  return joined(parts, loadedBytes);
}

/** A packed answer says how long it is packed, which is another thing. */
function sizeOf({ headers }: Response): number | undefined {
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') return undefined;
  const size = Number(headers.get('content-length') ?? Number.NaN);
  return Number.isSafeInteger(size) && size >= 0 ? size : undefined;
}

function joined(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function unread(url: URL, cause: unknown): SdkError {
  if (cause instanceof SdkError) return cause;
  if (cause instanceof Error && cause.name === 'AbortError') return SdkError.from(cause);
  const why = cause instanceof Error ? cause.message : String(cause);
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  return new SdkError(isMissing ? 'not-found' : 'unavailable', `${url.href} cannot be read: ${why}`, { cause });
}
