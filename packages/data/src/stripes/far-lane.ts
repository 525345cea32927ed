import { type Clock, systemClock, type Undo } from '@remotemedia/base';
import type { DataLane } from '../data-lane.ts';
import { StripeConnections } from './stripe-connections.ts';
import { StripeGovernor } from './stripe-governor.ts';
import type { StripePort } from './stripe-port.ts';
import { StripedLane } from './striped-lane.ts';

/** More than this stays in the platform's buffer only where it may not send, in bytes. */
const HELD_BYTES = 16_384;

/** Numbers go on where they were when a lane is wrapped again: they belong to the lane, which both sides count on. */
const striped = new WeakMap<DataLane, StripedLane>();

/**
 * Makes one lane of a peer's lane and of further connections to that peer, which it opens by itself when the one carries
 * too little, and closes. For large transfers; both sides wrap their lane. A peer that does not is only never reached over
 * further connections.
 *
 * The connections are described over the control messages of the connection that exists, which DTLS protects: they lead
 * to nobody but the peer. A peer can have sixteen open to us, 64 new ones a minute, with nothing but data on them.
 */
export class FarLane {
  /** What to send and listen on. It ends with the lane it was made of, not with this object. */
  readonly lane: StripedLane;
  readonly #connections: StripeConnections;
  readonly #governor: StripeGovernor;
  readonly #undo: Undo;

  /**
   * Takes `main` over for reading and sending, until {@link FarLane.close}.
   *
   * @param main stays the caller's
   */
  constructor(main: DataLane, port: StripePort, clock: Clock = systemClock) {
    const lane = striped.get(main) ?? new StripedLane(main);
    striped.set(main, lane);
    this.lane = lane;
    const stripes = new Set<DataLane>();
    let sentBefore = 0;
    this.#connections = new StripeConnections(
      port,
      {
        onLane: (stripe) => {
          stripes.add(stripe);
          stripe.on('close', () => {
            stripes.delete(stripe);
            sentBefore += stripe.stats.bytesSent;
          });
          lane.add(stripe);
        },
        onFault: (error) => lane.report(error),
      },
      clock,
    );
    this.#governor = new StripeGovernor(
      {
        isBusy: () => lane.waiting > 0,
        isHeldBack: () => main.stats.bufferedBytes > HELD_BYTES,
        shortestTripMs: () => main.stats.shortestTripMs,
        sentBytes: () => [main, ...stripes].reduce((sum, lane) => sum + leftBytes(lane), sentBefore),
        open: (count) => {
          for (let opened = 0; opened < count; opened += 1) this.#connections.open();
        },
        closeAll: () => this.#connections.closeMine(),
      },
      clock,
    );
    const undoSend = lane.on('sending', () => this.#governor.wake());
    const undoClose = main.on('close', () => this.close());
    this.#undo = () => {
      undoSend();
      undoClose();
    };
  }

  /** Ends the further connections; what was under way on them goes over the lane. Calling it again does nothing. */
  close(): void {
    this.#undo();
    this.#governor.close();
    this.#connections.close();
  }
}

/** Bytes that have left: buffers that fill are no gain. */
function leftBytes({ stats }: DataLane): number {
  return stats.bytesSent - stats.bufferedBytes;
}
