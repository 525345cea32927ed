import { abortError, Disposables } from '@remotemedia/base';
import type { CheckContext } from './check-context.ts';

/** Sends back whatever comes, until the channel is closed. */
export function echo(channel: RTCDataChannel): void {
  channel.onmessage = ({ data }) => {
    if (channel.readyState === 'open') channel.send(data);
  };
}

/** Median time to the other end and back, in milliseconds, of `count` messages one after another. */
export async function roundTripMs(channel: RTCDataChannel, count: number, context: CheckContext): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const sentMs = context.clock.now();
    channel.send(`${index}`);
    await nextMessage(channel, context.signal);
    times.push(context.clock.now() - sentMs);
  }
  return median(times);
}

/** The value in the middle, to a tenth; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return Math.round(middle * 10) / 10;
}

async function nextMessage(channel: RTCDataChannel, signal: AbortSignal): Promise<void> {
  const undo = new Disposables();
  try {
    await new Promise<void>((resolve, reject) => {
      if (signal.aborted) reject(abortError(signal));
      undo.listen(signal, 'abort', () => reject(abortError(signal)));
      undo.listen(channel, 'message', () => resolve());
      undo.listen(channel, 'close', () => resolve());
    });
  } finally {
    undo.dispose();
  }
}
