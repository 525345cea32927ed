import { SdkError } from '@remotemedia/base';
import { builtWorkerUrl } from './built-worker.ts';
import { codecLocations } from './codec-locations.ts';
import type { CodecThread, ThreadListener } from './codec-thread.ts';
import { InlineThread } from './inline-thread.ts';
import { nodeWorkerThreads, runsTypeScript } from './node-parts.ts';
import { NodeThread } from './node-thread.ts';
import { WebThread } from './web-thread.ts';

/**
 * Starts a thread of the kind this place has.
 *
 * @throws {SdkError} `unavailable` when it cannot be made
 */
export function openThread(listener: ThreadListener): CodecThread {
  const { thread, workerUrl } = codecLocations();
  if (thread === 'inline') return new InlineThread(listener);
  const threads = nodeWorkerThreads();
  if (threads) {
    const url = workerUrl === undefined ? builtWorkerUrl() : new URL(workerUrl);
    return canRun(url) ? new NodeThread(listener, url, threads) : new InlineThread(listener);
  }
  if (typeof Worker === 'undefined') return new InlineThread(listener);
  return new WebThread(listener, workerUrl === undefined ? builtWorkerUrl() : absolute(workerUrl));
}

/** Out of the sources, before any build, an older Node has no worker that it could run. */
function canRun(url: URL): boolean {
  return !url.pathname.endsWith('.ts') || runsTypeScript();
}

function absolute(url: string | URL): URL {
  const base = typeof document === 'undefined' ? location.href : document.baseURI;
  if (URL.canParse(url, base)) return new URL(url, base);
  throw new SdkError('invalid-argument', `workerUrl must be the address of the codec worker, got ${String(url)}`);
}
