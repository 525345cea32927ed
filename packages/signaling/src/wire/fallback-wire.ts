import { SdkError } from '@remotemedia/base';
import type { StreamIntent, StreamMessage, Wire } from './wire.ts';

/**
 * Speaks over `first` and, if that cannot even be opened to enter the room, over what `second` gives from then on.
 * Stays with whichever the room was entered over.
 */
export function createFallbackWire(first: Wire, second: () => Promise<Wire>): Wire {
  let current = first;
  let isIn = false;

  async function* enter(
    intent: StreamIntent,
    signal: AbortSignal,
    bearer: string | undefined,
  ): AsyncGenerator<StreamMessage, void, undefined> {
    try {
      for await (const message of first.open(intent, signal, bearer)) {
        isIn = true;
        yield message;
      }
    } catch (error) {
      if (isIn || signal.aborted || !(error instanceof SdkError) || error.code !== 'unavailable') throw error;
      current = await second();
      yield* current.open(intent, signal, bearer);
    }
  }

  return {
    reach: (signal) => current.reach(signal),
    open: (intent, signal, bearer) =>
      isIn || current !== first ? current.open(intent, signal, bearer) : enter(intent, signal, bearer),
    ping: () => current.ping(),
    send: (batch, signal) => current.send(batch, signal),
    renew: (sessionToken, bearer, signal) => current.renew(sessionToken, bearer, signal),
    acknowledge: (sessionToken, seq) => current.acknowledge(sessionToken, seq),
    leaveOnUnload: (batch) => current.leaveOnUnload(batch),
  };
}
