import { SdkError } from '@remotemedia/base';
import { absoluteUrl } from '../assets/absolute-url.ts';
import type { StartThread } from './graph-thread.ts';
import { workerThreads } from './node/node-parts.ts';
import { NodeThread } from './node/node-thread.ts';
import { builtWorkerUrl } from './worker/built-worker.ts';
import { WebThread } from './worker/web-thread.ts';

/** Which kind of thread there is here: a thread of Node, a `Worker`, or none. */
export function threadHost(): 'node' | 'worker' | undefined {
  if (workerThreads()) return 'node';
  return typeof Worker === 'undefined' ? undefined : 'worker';
}

/**
 * How a thread for a graph is started here.
 *
 * @param workerUrl the worker's file, if not where the build put it
 * @throws {SdkError} `invalid-argument` for what is no address, `unavailable` where there are no threads
 */
export function threadStarter(workerUrl?: string | URL): StartThread {
  const threads = workerThreads();
  const url = workerUrl === undefined ? builtWorkerUrl() : absoluteUrl(workerUrl, "the pipeline's worker (workerUrl)");
  if (threads) return (listener) => new NodeThread(url, threads, listener);
  if (typeof Worker !== 'undefined') return (listener) => new WebThread(url, listener);
  throw new SdkError('unavailable', "there are no workers here; take the host 'inline'");
}
