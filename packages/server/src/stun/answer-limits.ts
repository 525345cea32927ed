import { type RateLimit, TokenBucket } from '../access/token-bucket.ts';
import { type Tracked, TrackedLimits } from '../access/tracked-limits.ts';
import { addressKey } from '../http/remote-address.ts';

/**
 * Answers to one address, or to one /64 of IPv6. A browser asks some times when a call begins and then every ten
 * seconds, so this is enough for two thousand of them behind one address.
 */
const LIMIT: RateLimit = { perSecond: 200, burst: 2_000 };
/** Most addresses that are kept in mind. */
const MAX_ADDRESSES = 10_000;

/**
 * Bounds what is sent to each address. Senders of UDP can lie about theirs, so without this a stranger could have the
 * answers sent to someone else, as many as they like.
 */
export class AnswerLimits {
  readonly #addresses = new TrackedLimits(MAX_ADDRESSES, (nowMs) => new AddressLimit(nowMs));

  /** How many addresses are kept in mind. */
  get size(): number {
    return this.#addresses.size;
  }

  /** Counts an answer, if one more may be sent to this address now. */
  take(address: string, nowMs: number): boolean {
    return this.#addresses.get(addressKey(address), nowMs).take(nowMs);
  }
}

class AddressLimit implements Tracked {
  isForgotten = false;
  usedAtMs: number;
  readonly #bucket: TokenBucket;

  constructor(nowMs: number) {
    this.usedAtMs = nowMs;
    this.#bucket = new TokenBucket(LIMIT, nowMs);
  }

  take(nowMs: number): boolean {
    this.usedAtMs = nowMs;
    if (this.#bucket.waitMs(1, nowMs) > 0) return false;
    this.#bucket.take(1);
    return true;
  }

  fullness(nowMs: number): number {
    return this.#bucket.fullness(nowMs);
  }
}
