import { type Clock, systemClock } from '@remotemedia/base';
import type { DataLane } from '../data-lane.ts';
import { StripeConnections } from './stripe-connections.ts';
import { StripeGovernor } from './stripe-governor.ts';
import type { StripePort } from './stripe-port.ts';
import { StripedLane } from './striped-lane.ts';

/** More than this stays in the platform's buffer only where it may not send, in bytes. */
const HELD_BYTES = 16_384;

/**
 * Makes a striped lane of a peer's lane, which opens more connections to the peer by itself when the one carries too
 * little, and closes them. Ends with `main`. The other side does the same with its own.
 */
export function createFarLane(main: DataLane, port: StripePort, clock: Clock = systemClock): StripedLane {
  const lane = new StripedLane(main);
  const stripes = new Set<DataLane>();
  let sentBefore = 0;
  const connections = new StripeConnections(port, {
    onLane: (stripe) => {
      stripes.add(stripe);
      stripe.on('close', () => {
        stripes.delete(stripe);
        sentBefore += stripe.stats.bytesSent;
      });
      lane.add(stripe);
    },
    onFault: (error) => lane.report(error),
  });
  const governor = new StripeGovernor(
    {
      isBusy: () => lane.waiting > 0,
      isHeldBack: () => main.stats.bufferedBytes > HELD_BYTES,
      shortestTripMs: () => main.stats.shortestTripMs,
      sentBytes: () => [main, ...stripes].reduce((sum, { stats }) => sum + stats.bytesSent, sentBefore),
      open: (count) => {
        for (let opened = 0; opened < count; opened += 1) connections.open();
      },
      closeAll: () => connections.closeMine(),
    },
    clock,
  );
  main.on('close', () => {
    governor.close();
    connections.close();
  });
  return lane;
}
