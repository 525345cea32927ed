import type { TickerStart } from '../start-messages.ts';

/** Ticks until the page ends the thread. */
export function serveTicker({ periodMs, ticks }: TickerStart): void {
  setInterval(() => ticks.postMessage(undefined), periodMs);
}
