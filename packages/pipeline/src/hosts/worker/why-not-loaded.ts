import { SdkError } from '@remotemedia/base';

const REMEDY =
  "serve @remotemedia/sdk/workers/pipeline.js from the page's own origin and give its address as workerUrl";

/** The browser would not even try. */
export function workerRefused(url: string, cause: unknown): SdkError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SdkError('unavailable', `the browser refuses a pipeline worker from ${url}: ${why}; ${REMEDY}`, { cause });
}

/**
 * Why a worker's file did not load. The browser does not tell, so the file is asked for once more.
 *
 * @param said the message of the error event, mostly none
 */
export async function whyNotLoaded(url: string, said: string | undefined): Promise<SdkError> {
  return new SdkError('unavailable', `the pipeline worker ${url} did not load: ${await reason(url, said)}; ${REMEDY}`);
}

async function reason(url: string, said: string | undefined): Promise<string> {
  try {
    const response = await fetch(url);
    void response.body?.cancel().catch(() => {});
    const type = response.headers.get('content-type') ?? 'none';
    if (!response.ok) return `the server answers ${response.status}`;
    if (!/javascript/i.test(type)) return `expected JavaScript, got content type ${type}`;
    return said || "the page's content security policy (worker-src) or the other origin (CORS) may forbid it";
  } catch (error) {
    return `it cannot be fetched (${error instanceof Error ? error.message : String(error)})`;
  }
}
