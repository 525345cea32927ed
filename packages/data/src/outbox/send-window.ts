/** Where the window begins, in bytes. */
const START_BYTES = 65_536;
/** Bytes that may be under way beside what the link holds: pieces are large, and machines have pauses. */
const SPARE_BYTES = 49_152;
/** A peer that was reached in less than this is near, in milliseconds: what gets lost is soon sent again. */
const NEAR_MS = 20;
/** Least bytes that may be under way to a peer that is near: there it is the machines that are slow, not the link. */
const NEAR_BYTES = 4_194_304;
/** Most bytes that may be under way: 600 Mbit/s at 200 ms. */
const MOST_BYTES = 16_777_216;
/** How long messages may wait in queues on their way, in milliseconds: less than most queues hold. */
const QUEUE_MS = 40;
/** How much longer than the shortest a round may take in which the window grows, in milliseconds. */
const EARLY_MS = 20;
/** So many stretches that take too long, one after another, are no accident. */
const LATE_IN_A_ROW = 3;
/** Rounds whose rates are remembered: the best of them tells what the link carries. */
const REMEMBERED_ROUNDS = 8;
/** Rounds of slow growth after which it is quick again. */
const SLOW_ROUNDS = 4;
/** A buffer with no more than this is as good as empty, in bytes. */
const CLEAR_BYTES = 16_384;
/** Bytes between two notes of when something was sent. */
const NOTE_BYTES = 8_192;

/**
 * How much may be under way to the peer. A browser's SCTP grows until a queue on the way overflows and loses some
 * hundred packets, which it then sends again one for each round trip: the lane stands still for a minute. So we keep
 * what is under way to what the link carries in the shortest time that was seen, and a short queue.
 */
export class SendWindow {
  #bytes = START_BYTES;
  #sent = 0;
  #acked = 0;
  /** When each stretch was sent, oldest first. */
  readonly #notes: { endBytes: number; atMs: number }[] = [];
  #shortestMs = Number.POSITIVE_INFINITY;
  /** This round: it ends when what was sent after its begin has come. */
  #round = { fromMs: 0, fromBytes: 0, endBytes: 0, shortestMs: Number.POSITIVE_INFINITY };
  readonly #rates: number[] = [];
  #growingRounds = SLOW_ROUNDS;
  #wasFull = false;
  /** How many stretches in a row took too long. */
  #late = 0;

  /** Most bytes that may be under way. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Shortest time from sending to the receipt, in milliseconds. */
  get shortestMs(): number | undefined {
    return Number.isFinite(this.#shortestMs) ? this.#shortestMs : undefined;
  }

  /** Whether the peer is near: its receipts need not come soon. */
  get isNear(): boolean {
    return this.#shortestMs < NEAR_MS;
  }

  /** Whether more may be sent. */
  hasRoom(): boolean {
    const hasRoom = this.#sent - this.#acked < this.#bytes;
    if (!hasRoom) this.#wasFull = true;
    return hasRoom;
  }

  /** Takes note of bytes that were sent while so many others waited in the platform's buffer. */
  sent(bytes: number, nowMs: number, bufferedBytes: number): void {
    this.#sent += bytes;
    // What has to wait here first does not tell how long the way is.
    if (bufferedBytes > CLEAR_BYTES) return;
    const last = this.#notes.at(-1);
    if (!last || this.#sent - last.endBytes >= NOTE_BYTES) this.#notes.push({ endBytes: this.#sent, atMs: nowMs });
  }

  /** Takes note of how many bytes have come, modulo 2³². Gives whether that can be true. */
  acked(total: number, nowMs: number): boolean {
    const more = (total - this.#acked) >>> 0;
    if (more > this.#sent - this.#acked) return false;
    this.#acked += more;
    let sentMs: number | undefined;
    while (this.#notes[0] && this.#notes[0].endBytes <= this.#acked) sentMs = this.#notes.shift()?.atMs;
    if (sentMs === undefined) return true;
    const round = this.#round;
    const tookMs = nowMs - sentMs;
    round.shortestMs = Math.min(round.shortestMs, tookMs);
    this.#shortestMs = Math.min(this.#shortestMs, tookMs);
    if (this.isNear) this.#bytes = Math.max(this.#bytes, NEAR_BYTES);
    this.#late = tookMs - this.#shortestMs < QUEUE_MS ? 0 : this.#late + 1;
    const isTooLate = this.#late === LATE_IN_A_ROW && this.#growingRounds > 0;
    // A queue fills while we grow: not to wait for the end of the round.
    if (isTooLate) round.shortestMs = tookMs;
    else if (this.#acked < round.endBytes) return true;
    const lastedMs = Math.max(nowMs - round.fromMs, this.#shortestMs, 1);
    if (this.#wasFull) this.#adapt(round.shortestMs, (this.#acked - round.fromBytes) / lastedMs);
    this.#wasFull = false;
    this.#round = { fromMs: nowMs, fromBytes: this.#acked, endBytes: this.#sent, shortestMs: Number.POSITIVE_INFINITY };
    return true;
  }

  /** After a round in which the window held the sender back. */
  #adapt(tookMs: number, bytesPerMs: number): void {
    this.#rates.push(bytesPerMs);
    if (this.#rates.length > REMEMBERED_ROUNDS) this.#rates.shift();
    const queuedMs = tookMs - this.#shortestMs;
    if (queuedMs < EARLY_MS) {
      this.#bytes *= this.#growingRounds < SLOW_ROUNDS ? 1.1 : 1.3;
      this.#growingRounds += 1;
    } else {
      this.#growingRounds = 0;
    }
    const heldBytes = Math.max(...this.#rates) * (this.#shortestMs + QUEUE_MS) + SPARE_BYTES;
    if (queuedMs >= QUEUE_MS) this.#bytes = Math.min(this.#bytes, heldBytes);
    const leastBytes = this.isNear ? NEAR_BYTES : 0;
    this.#bytes = Math.min(MOST_BYTES, Math.max(leastBytes, Math.round(this.#bytes)));
  }
}
