import { Counters } from './counters.ts';
import type { PeerStats } from './peer-stats.ts';
import { greatest, numberOf } from './raw-stat.ts';
import { readConnection } from './read-connection.ts';
import { readReceived } from './read-received.ts';
import { readSent, type TrackIdOf } from './read-sent.ts';
import { StatsReport } from './stats-report.ts';

/** Makes samples of one connection out of what `getStats` gives. Any input gives a sample; none throws. */
export class PeerReader {
  readonly #peerId: string;
  readonly #counters = new Counters();

  constructor(peerId: string) {
    this.#peerId = peerId;
  }

  /**
   * @param stats values of an `RTCStatsReport`
   * @param atMs the collector's clock
   * @param trackIdOf which track is sent under a `mid`
   */
  read(stats: Iterable<unknown>, atMs: number, trackIdOf: TrackIdOf): PeerStats {
    const report = new StatsReport(stats);
    // What the other side reported has the time of its report, not of this sample.
    const local = ['transport', 'peer-connection'].flatMap((type) => report.ofType(type));
    this.#counters.begin(atMs, greatest(local.map((stat) => numberOf(stat, 'timestamp'))));
    return {
      peerId: this.#peerId,
      atMs,
      intervalMs: this.#counters.intervalMs,
      connection: readConnection(report, this.#counters),
      sent: readSent(report, this.#counters, trackIdOf),
      received: readReceived(report, this.#counters),
    };
  }
}
