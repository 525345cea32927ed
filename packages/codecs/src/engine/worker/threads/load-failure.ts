import { SdkError } from '@remotemedia/base';

/** How to help oneself, in every message of this kind. */
const REMEDY = 'serve @remotemedia/sdk/workers/codec.js from the origin of the page and name it with setCodecLocations';

/** MIME types that a module worker may have (HTML, "JavaScript MIME type"); the common ones. */
const SCRIPT_TYPES: ReadonlySet<string> = new Set([
  'text/javascript',
  'application/javascript',
  'application/x-javascript',
]);

/** The browser would not even try. */
export function workerRefused(url: string, cause: unknown): SdkError {
  const detail = `the browser refuses a codec worker from ${url}: ${textOf(cause)}; ${REMEDY}`;
  return new SdkError('unavailable', detail, { cause });
}

/**
 * Finds out why a worker's file did not load, which the browser does not tell: it asks for the file again.
 *
 * @param said the message of the error event, mostly none
 */
export async function whyWorkerFailed(url: string, said: string | undefined): Promise<SdkError> {
  return new SdkError('unavailable', `the codec worker ${url} did not load: ${await reasonOf(url, said)}`);
}

async function reasonOf(url: string, said: string | undefined): Promise<string> {
  try {
    const response = await fetch(url);
    void response.body?.cancel().catch(() => {});
    const type = response.headers.get('content-type') ?? 'none';
    if (!response.ok) return `the server answers ${response.status}; ${REMEDY}`;
    if (!SCRIPT_TYPES.has(mimeOf(type))) return `expected JavaScript, got content type ${type}; ${REMEDY}`;
    return said || `the page's content security policy or the other origin may forbid it (worker-src, CORS); ${REMEDY}`;
  } catch (error) {
    return `it cannot be fetched (${textOf(error)}); ${REMEDY}`;
  }
}

function mimeOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
