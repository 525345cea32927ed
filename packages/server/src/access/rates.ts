import { type Clock, SdkError } from '@remotemedia/base';
import type { MessageLimits, RateSettings } from './rate-options.ts';
import { ROUNDING_MS, TokenBucket } from './token-bucket.ts';
import { type Tracked, TrackedLimits } from './tracked-limits.ts';

/** A message that someone wants to send. */
export interface MessageToSend {
  /** What stands for the connection: the same object each time, and never that of another. */
  readonly connection: object;
  /** Where it comes from, as `addressKey` has it. */
  readonly address: string;
  /** Room of the sender. */
  readonly room: string;
  /** Size of the message. */
  readonly sizeBytes: number;
}

/** What may be done by whom, and how often. Everything that is refused leaves no trace in the limits. */
export class Rates {
  readonly #settings: RateSettings;
  readonly #clock: Clock;
  readonly #addresses: TrackedLimits<AddressBuckets>;
  readonly #rooms: TrackedLimits<RoomBuckets>;
  /** Connections that are gone take their entries with them. */
  readonly #senders = new WeakMap<object, Sender>();

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

  /** Counts a message. @throws {SdkError} `resource-exhausted` with `retryAfterMs` when there were too many */
  takeMessage(message: MessageToSend): void {
    const nowMs = this.#clock.now();
    const { own, address, room } = this.#senderOf(message, nowMs);
    const { sizeBytes } = message;
    const waitMs = Math.max(
      own.waitMs(sizeBytes, nowMs),
      address.traffic.waitMs(sizeBytes, nowMs),
      room.traffic.waitMs(sizeBytes, nowMs),
    );
    if (waitMs > 0) throw tooMany('messages', waitMs);
    own.take(sizeBytes);
    address.traffic.take(sizeBytes);
    room.traffic.take(sizeBytes);
    address.usedAtMs = nowMs;
    room.usedAtMs = nowMs;
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

  #senderOf(message: MessageToSend, nowMs: number): Sender {
    const known = this.#senders.get(message.connection);
    if (known && !known.address.isForgotten && !known.room.isForgotten && known.roomName === message.room) return known;
    const sender: Sender = {
      own: known?.own ?? new TrafficBuckets(this.#settings.connection, nowMs),
      address: this.#addresses.get(message.address, nowMs),
      room: this.#rooms.get(message.room, nowMs),
      roomName: message.room,
    };
    this.#senders.set(message.connection, sender);
    return sender;
  }
}

/** What the messages of one connection count against, at hand so that nothing has to be looked up by name. */
interface Sender {
  readonly own: TrafficBuckets;
  readonly address: AddressBuckets;
  readonly room: RoomBuckets;
  readonly roomName: string;
}

class TrafficBuckets {
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;

  constructor({ messages, bytes }: MessageLimits, nowMs: number) {
    this.#messages = new TokenBucket(messages, nowMs);
    this.#bytes = new TokenBucket(bytes, nowMs);
  }

  waitMs(sizeBytes: number, nowMs: number): number {
    return Math.max(this.#messages.waitMs(1, nowMs), this.#bytes.waitMs(sizeBytes, nowMs));
  }

  take(sizeBytes: number): void {
    this.#messages.take(1);
    this.#bytes.take(sizeBytes);
  }

  fullness(nowMs: number): number {
    return Math.min(this.#messages.fullness(nowMs), this.#bytes.fullness(nowMs));
  }
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
