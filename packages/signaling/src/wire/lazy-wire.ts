import { SdkError } from '@remotemedia/base';
import type { StreamIntent, StreamMessage, Wire } from './wire.ts';

/** A wire whose code is loaded from now on, while the caller gets ready to open a stream. */
export function createLazyWire(load: () => Promise<Wire>): Wire {
  let wire: Wire | undefined;
  const loading = load().then((loaded) => {
    wire = loaded;
  });
  // Said when a stream is opened.
  loading.catch(() => {});

  async function* open(
    intent: StreamIntent,
    signal: AbortSignal,
    bearer: string | undefined,
  ): AsyncGenerator<StreamMessage, void, undefined> {
    await loading;
    yield* loaded().open(intent, signal, bearer);
  }
  const loaded = (): Wire => {
    if (!wire) throw new SdkError('unavailable', 'no stream was opened yet');
    return wire;
  };

  return {
    open,
    reach: async (signal) => loaded().reach(signal),
    ping: () => loaded().ping(),
    send: async (batch, signal) => loaded().send(batch, signal),
    renew: async (sessionToken, bearer, signal) => loaded().renew(sessionToken, bearer, signal),
    acknowledge: (sessionToken, seq) => loaded().acknowledge(sessionToken, seq),
    leaveOnUnload: (batch) => loaded().leaveOnUnload(batch),
  };
}
