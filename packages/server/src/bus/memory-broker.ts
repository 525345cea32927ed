import type { Clock, Undo } from '@remotemedia/base';
import type { Bus, BusHandler, BusRequestOptions, BusState } from './bus.ts';
import { busAway, noAnswer, nobodyThere } from './bus-failures.ts';
import { answerOnce, type BusSubscription, once } from './subscriptions.ts';

/** Joins several buses within one process, and can fail as a real broker does. */
export class MemoryBroker {
  readonly #clock: Clock;
  readonly #ends = new Set<MemoryBus>();
  #isUp = true;
  /** Says which messages are lost on the way. @default none */
  loses: (subject: string, bytes: Uint8Array) => boolean = () => false;

  /** @param clock for the time that requests may take */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A new way in. */
  connect(): MemoryBus {
    const bus = new MemoryBus(this, this.#clock);
    this.#ends.add(bus);
    bus.setReachable(this.#isUp);
    return bus;
  }

  /** Whether the broker runs. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Stops: nobody gets anything. */
  stop(): void {
    this.#isUp = false;
    for (const end of this.#ends) end.setReachable(false);
  }

  /** Runs again. */
  start(): void {
    this.#isUp = true;
    for (const end of this.#ends) end.setReachable(true);
  }

  /** Forgets a bus. */
  forget(bus: MemoryBus): void {
    this.#ends.delete(bus);
  }

  /** Passes a message on, in order with all others. @returns whether anybody has subscribed */
  carry(subject: string, bytes: Uint8Array, answer: ((bytes: Uint8Array) => void) | undefined): boolean {
    const takers = [...this.#ends].flatMap((end) => end.takersOf(subject));
    if (takers.length === 0) return false;
    if (this.loses(subject, bytes)) return true;
    const copy = bytes.slice();
    for (const taker of answer ? takers.slice(0, 1) : takers) taker(copy, answer);
    return true;
  }
}

/** A way into a {@link MemoryBroker}. */
export class MemoryBus implements Bus {
  readonly #broker: MemoryBroker;
  readonly #clock: Clock;
  readonly #subscriptions = new Set<BusSubscription>();
  readonly #watchers = new Set<(state: BusState) => void>();
  readonly #requests = new Set<() => void>();
  #isCut = false;
  #isReachable = false;
  #isFrozen = false;
  #backlog: (() => void)[] = [];

  /** Made by {@link MemoryBroker.connect}. */
  constructor(broker: MemoryBroker, clock: Clock) {
    this.#broker = broker;
    this.#clock = clock;
  }

  /** See {@link Bus.state}. */
  get state(): BusState {
    return this.#isReachable && !this.#isCut ? 'connected' : 'away';
  }

  /** Cuts this bus off from the broker, or joins it again. */
  cut(isCut: boolean): void {
    this.#change(() => {
      this.#isCut = isCut;
    });
  }

  /** Lets messages pile up as for a process that is stopped, or hands them out. */
  freeze(isFrozen: boolean): void {
    this.#isFrozen = isFrozen;
    if (!isFrozen) for (const deliver of this.#backlog.splice(0)) deliver();
  }

  /** Called by the broker. */
  setReachable(isReachable: boolean): void {
    this.#change(() => {
      this.#isReachable = isReachable;
    });
  }

  /** Called by the broker: what takes messages of a subject. */
  takersOf(subject: string): BusHandler[] {
    if (this.state === 'away') return [];
    const mine = [...this.#subscriptions].filter((subscription) => subscription.subject === subject);
    return mine.map(
      (subscription): BusHandler =>
        (bytes, answer) => {
          const deliver = () => this.#subscriptions.has(subscription) && subscription.handler(bytes, answer);
          if (this.#isFrozen) this.#backlog.push(deliver);
          else queueMicrotask(deliver);
        },
    );
  }

  /** See {@link Bus.publish}. */
  publish(subject: string, bytes: Uint8Array): void {
    if (this.state === 'connected') this.#broker.carry(subject, bytes, undefined);
  }

  /** See {@link Bus.request}. */
  async request(subject: string, bytes: Uint8Array, { timeoutMs, take }: BusRequestOptions): Promise<Uint8Array> {
    if (this.state === 'away') throw busAway();
    return new Promise((resolve, reject) => {
      const fail = () => settle(() => reject(noAnswer(subject)));
      const stop = this.#clock.after(timeoutMs, fail);
      const settle = (how: () => void) => {
        stop();
        this.#requests.delete(fail);
        how();
      };
      this.#requests.add(fail);
      const answer = (reply: Uint8Array) => {
        if (!this.#broker.isUp || this.#broker.loses('answer', reply)) return;
        queueMicrotask(() => {
          if (!this.#requests.has(fail)) return;
          take?.(reply);
          settle(() => resolve(reply));
        });
      };
      if (!this.#broker.carry(subject, bytes, answerOnce(answer))) settle(() => reject(nobodyThere(subject)));
    });
  }

  /** See {@link Bus.subscribe}. */
  subscribe(subject: string, handler: BusHandler): Undo {
    const subscription = { subject, handler };
    this.#subscriptions.add(subscription);
    return once(() => this.#subscriptions.delete(subscription));
  }

  /** See {@link Bus.onState}. */
  onState(handler: (state: BusState) => void): Undo {
    this.#watchers.add(handler);
    return once(() => this.#watchers.delete(handler));
  }

  /** See {@link Bus.close}. */
  async close(): Promise<void> {
    this.cut(true);
    this.#subscriptions.clear();
    this.#broker.forget(this);
  }

  #change(how: () => void): void {
    const former = this.state;
    how();
    if (this.state === former) return;
    if (this.state === 'away') for (const fail of [...this.#requests]) fail();
    for (const watcher of this.#watchers) watcher(this.state);
  }
}
