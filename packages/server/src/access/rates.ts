import { type Clock, SdkError } from '@remotemedia/base';
import type { JoinUse, MessageGate } from '../hub/rate-guard.ts';
import type { MessageLimits, RateSettings } from './rate-options.ts';
import { type RateLimit, ROUNDING_MS, TokenBucket } from './token-bucket.ts';
import { type Tracked, TrackedLimits } from './tracked-limits.ts';

/** What may be done by whom, and how often. Everything that is refused leaves no trace in the limits. */
export class Rates {
  readonly #settings: RateSettings;
  readonly #clock: Clock;
  readonly #addresses: TrackedLimits<AddressBuckets>;
  readonly #rooms: TrackedLimits<RoomBuckets>;

  /** @param settings see {@link RateSettings} */
  constructor(settings: RateSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#addresses = new TrackedLimits(settings.maxTracked, (nowMs) => new AddressBuckets(settings, nowMs));
    this.#rooms = new TrackedLimits(settings.maxTracked, (nowMs) => new RoomBuckets(settings, nowMs));
  }

  /** How many addresses have limits at the moment; those at rest are forgotten little by little. */
  get trackedAddresses(): number {
    return this.#addresses.size;
  }

  /** How many rooms have limits at the moment; those at rest are forgotten little by little. */
  get trackedRooms(): number {
    return this.#rooms.size;
  }

  /** Makes what counts the messages of one stay: against its own limits, its address's and its room's. */
  openGate({ address, room }: JoinUse): MessageGate {
    const nowMs = this.#clock.now();
    const own = new TrafficBuckets(this.#settings.connection, nowMs);
    let ofAddress = this.#addresses.get(address, nowMs);
    let ofRoom = this.#rooms.get(room, nowMs);
    const take = (sizeBytes: number, nowMs: number): void => {
      if (ofAddress.isForgotten) ofAddress = this.#addresses.get(address, nowMs);
      if (ofRoom.isForgotten) ofRoom = this.#rooms.get(room, nowMs);
      const waitMs = Math.max(
        own.waitMs(sizeBytes, nowMs),
        ofAddress.traffic.waitMs(sizeBytes, nowMs),
        ofRoom.traffic.waitMs(sizeBytes, nowMs),
      );
      if (waitMs > 0) throw tooMany('messages', waitMs);
      own.take(sizeBytes);
      ofAddress.traffic.take(sizeBytes);
      ofRoom.traffic.take(sizeBytes);
      ofAddress.usedAtMs = nowMs;
      ofRoom.usedAtMs = nowMs;
    };
    return { take };
  }

  /** Counts a peer that joins. @throws {SdkError} `resource-exhausted` with `retryAfterMs` when there were too many */
  takeJoin({ address, room }: { readonly address: string; readonly room: string }): void {
    const nowMs = this.#clock.now();
    const ofAddress = this.#addresses.get(address, nowMs);
    const ofRoom = this.#rooms.get(room, nowMs);
    const waitMs = Math.max(ofAddress.joins.waitMs(1, nowMs), ofRoom.joins.waitMs(1, nowMs));
    if (waitMs > 0) throw tooMany('peers that join', waitMs);
    ofAddress.joins.take(1);
    ofRoom.joins.take(1);
    ofAddress.usedAtMs = nowMs;
    ofRoom.usedAtMs = nowMs;
  }

  /** Counts a new connection. @throws {SdkError} `resource-exhausted` with `retryAfterMs` when there were too many */
  takeConnection(address: string): void {
    const nowMs = this.#clock.now();
    const ofAddress = this.#addresses.get(address, nowMs);
    const waitMs = ofAddress.connections.waitMs(1, nowMs);
    if (waitMs > 0) throw tooMany('new connections', waitMs);
    ofAddress.connections.take(1);
    ofAddress.usedAtMs = nowMs;
  }
}

/** Places of the numbers of a {@link TrafficBuckets}. */
const [MESSAGES, BYTES, AT] = [0, 1, 2] as const;

/** What messages count against: their number and their bytes, in one piece of memory, for it is looked at with each of them. */
class TrafficBuckets {
  readonly #limits: MessageLimits;
  readonly #levels: Float64Array;

  constructor(limits: MessageLimits, nowMs: number) {
    this.#limits = limits;
    this.#levels = Float64Array.of(burstOf(limits.messages), burstOf(limits.bytes), nowMs);
  }

  waitMs(sizeBytes: number, nowMs: number): number {
    this.#fill(nowMs);
    const { messages, bytes } = this.#limits;
    return Math.max(this.#wait(messages, MESSAGES, 1), this.#wait(bytes, BYTES, sizeBytes));
  }

  take(sizeBytes: number): void {
    const levels = this.#levels;
    levels[MESSAGES] = (levels[MESSAGES] ?? 0) - 1;
    levels[BYTES] = (levels[BYTES] ?? 0) - sizeBytes;
  }

  fullness(nowMs: number): number {
    this.#fill(nowMs);
    const { messages, bytes } = this.#limits;
    const part = (limit: RateLimit | undefined, place: number) =>
      limit ? (this.#levels[place] ?? 0) / limit.burst : 1;
    return Math.min(part(messages, MESSAGES), part(bytes, BYTES));
  }

  #fill(nowMs: number): void {
    const levels = this.#levels;
    const passedMs = nowMs - (levels[AT] ?? 0);
    if (passedMs === 0) return;
    const { messages, bytes } = this.#limits;
    if (messages) levels[MESSAGES] = filled(messages, levels[MESSAGES] ?? 0, passedMs);
    if (bytes) levels[BYTES] = filled(bytes, levels[BYTES] ?? 0, passedMs);
    levels[AT] = nowMs;
  }

  #wait(limit: RateLimit | undefined, place: number, amount: number): number {
    if (!limit) return 0;
    const perMs = limit.perSecond / 1_000;
    const missing = Math.min(amount, limit.burst) - (this.#levels[place] ?? 0);
    return missing <= perMs * ROUNDING_MS ? 0 : missing / perMs;
  }
}

function burstOf(limit: RateLimit | undefined): number {
  return limit?.burst ?? Number.POSITIVE_INFINITY;
}

function filled({ burst, perSecond }: RateLimit, level: number, passedMs: number): number {
  return Math.min(level + (passedMs * perSecond) / 1_000, burst);
}

class AddressBuckets implements Tracked {
  readonly traffic: TrafficBuckets;
  readonly joins: TokenBucket;
  readonly connections: TokenBucket;
  isForgotten = false;
  usedAtMs: number;

  constructor({ address }: RateSettings, nowMs: number) {
    this.usedAtMs = nowMs;
    this.traffic = new TrafficBuckets(address, nowMs);
    this.joins = new TokenBucket(address.joins, nowMs);
    this.connections = new TokenBucket(address.connections, nowMs);
  }

  fullness(nowMs: number): number {
    return Math.min(this.traffic.fullness(nowMs), this.joins.fullness(nowMs), this.connections.fullness(nowMs));
  }
}

class RoomBuckets implements Tracked {
  readonly traffic: TrafficBuckets;
  readonly joins: TokenBucket;
  isForgotten = false;
  usedAtMs: number;

  constructor({ room }: RateSettings, nowMs: number) {
    this.usedAtMs = nowMs;
    this.traffic = new TrafficBuckets(room, nowMs);
    this.joins = new TokenBucket(room.joins, nowMs);
  }

  fullness(nowMs: number): number {
    return Math.min(this.traffic.fullness(nowMs), this.joins.fullness(nowMs));
  }
}

function tooMany(what: string, waitMs: number): SdkError {
  const retryAfterMs = Math.max(1, Math.ceil(waitMs - ROUNDING_MS));
  return new SdkError('resource-exhausted', `too many ${what}; try again in ${retryAfterMs} ms`, { retryAfterMs });
}
