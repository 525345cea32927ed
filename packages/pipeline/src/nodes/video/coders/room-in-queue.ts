/** A coder with a queue in front of it. */
interface Coder extends EventTarget {
  readonly state: string;
}

/**
 * Waits until fewer than `most` inputs are queued, or the coder is no longer at work. Source: WebCodecs, "dequeue" events.
 */
export async function roomInQueue(coder: Coder, size: () => number, most: number, signal: AbortSignal): Promise<void> {
  while (coder.state === 'configured' && size() >= most && !signal.aborted) await nextDequeue(coder, signal);
}

function nextDequeue(coder: Coder, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      coder.removeEventListener('dequeue', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    coder.addEventListener('dequeue', done);
    signal.addEventListener('abort', done);
  });
}
