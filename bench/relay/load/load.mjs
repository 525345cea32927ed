import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../harness/statistics.mjs';
import { Crowd } from './crowd.mjs';
import { Tally } from './tally.mjs';
import { kindOf } from './workload.mjs';

/** How long the last messages may be under way. */
const DRAIN_MS = 20_000;

/** @typedef {{ sent: number, lost: number, duplicates: number, seconds: number, p50Ms: number, p99Ms: number, maxMs: number }} LoadResult */

/** Peers and what they send. */
export class Load {
  #tally = new Tally();
  #crowd;
  /** @type {(tag: number) => void} */
  #onArrival = () => {};

  /**
   * @param {readonly string[]} protocols names of contenders; the peers have them in turn
   * @param {number} port
   */
  constructor(protocols, port) {
    this.#crowd = new Crowd(protocols, port, (tag) => {
      if (this.#tally.arrived(tag)) this.#onArrival(tag);
    });
  }

  /** @param {number} count of peers */
  connect(count) {
    return this.#crowd.connect(count);
  }

  /**
   * As fast as the server goes: so many messages are under way at any time, and those that arrive let the next go.
   *
   * @param {{ durationMs: number, underWay: number, together: number }} settings `together`: so many messages of one
   *   peer go at the same time, each written by itself
   * @returns {Promise<LoadResult>}
   */
  async saturate({ durationMs, underWay, together }) {
    const endMs = performance.now() + durationMs;
    const marks = this.#mark();
    let credit = underWay;
    const spend = () => {
      for (; credit >= together; credit -= together) {
        for (let count = 0; count < together; count += 1) this.#sendNext(marks.sent, together);
      }
    };
    this.#onArrival = () => {
      credit += 1;
      if (credit >= together && performance.now() < endMs) spend();
    };
    spend();
    await sleep(durationMs);
    return this.#finish(marks, []);
  }

  /**
   * So many messages each second, however the server copes.
   *
   * @param {{ durationMs: number, messagesPerSecond: number }} settings
   * @returns {Promise<LoadResult>}
   */
  async sendAtRate({ durationMs, messagesPerSecond }) {
    /** @type {number[]} */
    const latencies = [];
    const marks = this.#mark();
    this.#onArrival = (tag) => void latencies.push(this.#tally.ageMs(tag));
    const startMs = performance.now();
    for (let elapsedMs = 0; elapsedMs < durationMs; elapsedMs = performance.now() - startMs) {
      const due = Math.floor((elapsedMs / 1_000) * messagesPerSecond);
      while (this.#tally.sent - marks.sent < due) this.#sendNext(marks.sent, 1);
      await sleep(1);
    }
    return this.#finish(marks, latencies);
  }

  /** @param {number} firstTag of this load @param {number} together messages of one turn */
  #sendNext(firstTag, together) {
    const tag = this.#tally.next();
    const count = tag - firstTag;
    this.#crowd.send(kindOf(count), tag, Math.floor(count / together));
  }

  #mark() {
    return { sent: this.#tally.sent, duplicates: this.#tally.duplicates, atMs: performance.now() };
  }

  async #finish(marks, latencies) {
    const { sent } = this.#tally;
    const deadlineMs = performance.now() + DRAIN_MS;
    while (this.#tally.received < sent && performance.now() < deadlineMs) await sleep(1);
    const seconds = (performance.now() - marks.atMs) / 1_000;
    this.#crowd.check();
    return {
      sent: sent - marks.sent,
      lost: sent - this.#tally.received,
      duplicates: this.#tally.duplicates - marks.duplicates,
      seconds,
      p50Ms: shareOf(latencies, 0.5),
      p99Ms: shareOf(latencies, 0.99),
      maxMs: shareOf(latencies, 1),
    };
  }
}

/**
 * @param {number[]} latencies
 * @param {number} share 0–1
 */
function shareOf(latencies, share) {
  return latencies.length > 0 ? percentile(latencies, share) : 0;
}
