import { type Clock, SdkError, SerialQueue, sleep, systemClock, type Undo } from '@remotemedia/base';

/** A signaling channel, as far as its shape matters here. */
export interface FaultableSignaling {
  /** Where it is in its life. */
  readonly state: { readonly kind: string };
  /** Leaves the room. */
  close(): Promise<void>;
}

/** Hands on a way to the server that works. */
export interface SignalingFaults {
  /**
   * As if the way to the server was cut, until all functions that this returned were called: the state is `recovering`, calls wait, and
   * what comes in waits, too, in its order.
   */
  lose(): Undo;
  /** Calls and news take so many milliseconds more, until the returned function is called; delays add up, the order stays. */
  delay(delayMs: number): Undo;
  /** Every call is refused with this error, until the returned function is called. */
  refuse(error: SdkError): Undo;
  /** As if the server ended our stay with this error: the channel is closed for good. */
  end(error: SdkError): void;
}

/** A channel with faults that come when they are called. */
export interface FaultySignaling<Channel extends FaultableSignaling> {
  /** Use this in the place of the channel that was given. */
  readonly channel: Channel;
  /** Makes its faults. */
  readonly faults: SignalingFaults;
}

/** Calls that go to the server. */
const CALLS: ReadonlySet<string> = new Set(['join', 'send', 'dismiss', 'update', 'listPeers']);

/**
 * Puts a channel in between that works like the one it is given until a fault is asked for. What is asked of the real
 * channel and what it says passes through here, so the server and its clients are real; the real channel's own recovery is
 * not exercised, since it does not lose its way: for that, break the connection to a server, or restart it.
 */
export function createFaultySignaling<Channel extends FaultableSignaling>(
  channel: Channel,
  { clock = systemClock }: { readonly clock?: Clock | undefined } = {},
): FaultySignaling<Channel> {
  const gate = new SignalingGate(channel, clock);
  const handler: ProxyHandler<Channel> = {
    get: (target, name) => {
      if (name === 'state') return gate.state;
      if (name === 'on') return gate.on;
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const call = (...args: unknown[]): unknown => Reflect.apply(member, target, args);
      return CALLS.has(String(name)) ? (...args: unknown[]) => gate.pass(() => call(...args)) : call;
    },
  };
  return { channel: new Proxy(channel, handler), faults: gate };
}

type Listener = (payload: unknown) => void;

class SignalingGate implements SignalingFaults {
  readonly #channel: FaultableSignaling;
  readonly #clock: Clock;
  readonly #outgoing = new SerialQueue();
  readonly #incoming = new SerialQueue();
  readonly #stateListeners = new Set<Listener>();
  #forced: { readonly kind: string } | undefined;
  readonly #delays = new Set<{ readonly delayMs: number }>();
  #refusal: SdkError | undefined;
  /** Each with a promise that resolves when it is over. */
  readonly #cuts = new Map<Undo, Promise<void>>();

  constructor(channel: FaultableSignaling, clock: Clock) {
    this.#channel = channel;
    this.#clock = clock;
  }

  get state(): { readonly kind: string } {
    return this.#forced ?? this.#channel.state;
  }

  /** In the place of the channel's own `on`. */
  readonly on = (event: string, listener: Listener): Undo => {
    const entry: Listener = (payload) => listener(payload);
    const real: unknown = Reflect.get(this.#channel, 'on');
    if (typeof real !== 'function') throw new SdkError('invalid-argument', 'expected a channel with on()');
    const undo: unknown = Reflect.apply(real, this.#channel, [event, (payload: unknown) => this.#tell(entry, payload)]);
    if (event === 'stateChange') this.#stateListeners.add(entry);
    return () => {
      this.#stateListeners.delete(entry);
      if (typeof undo === 'function') undo();
    };
  };

  /** Lets a call through when its time has come. */
  async pass<Result>(call: () => Result): Promise<Awaited<Result>> {
    await this.#outgoing.run(() => this.#wait());
    if (this.#refusal) throw this.#refusal;
    return await call();
  }

  lose(): Undo {
    let open: Undo = () => {};
    const isOver = new Promise<void>((resolve) => (open = resolve));
    const end = () => {
      if (!this.#cuts.delete(end)) return;
      if (this.#cuts.size === 0) this.#setForced(undefined);
      open();
    };
    this.#cuts.set(end, isOver);
    if (this.#cuts.size > 1) return end;
    const error = new SdkError('unavailable', 'the way to the server is cut, as a simulated fault');
    const nextRetryAtMs = this.#clock.now();
    this.#setForced({
      kind: 'recovering',
      ...{ stage: 'resuming', attempt: 1, nextRetryAtMs, error, breaker: CLOSED },
    });
    return end;
  }

  delay(delayMs: number): Undo {
    const delay = { delayMs };
    this.#delays.add(delay);
    return () => {
      this.#delays.delete(delay);
    };
  }

  refuse(error: SdkError): Undo {
    this.#refusal = error;
    return () => {
      if (this.#refusal === error) this.#refusal = undefined;
    };
  }

  end(error: SdkError): void {
    for (const endCut of [...this.#cuts.keys()]) endCut();
    this.#refusal = error;
    this.#setForced({ kind: 'closed', ...{ error } });
    // The real one's own end is no news any more, and neither is that it failed.
    this.#channel.close().catch(() => {});
  }

  #setForced(state: { readonly kind: string } | undefined): void {
    if (this.#forced?.kind === 'closed') return;
    this.#forced = state;
    for (const listener of [...this.#stateListeners]) listener(this.state);
  }

  #tell(listener: Listener, payload: unknown): void {
    if (this.#forced?.kind === 'closed') return;
    const isFree = this.#incoming.size === 0 && this.#delays.size === 0 && this.#cuts.size === 0;
    // At once where nothing is in the way, as without us.
    if (isFree) listener(payload);
    else void this.#incoming.run(() => this.#wait().then(() => listener(payload)));
  }

  async #wait(): Promise<void> {
    const totalMs = [...this.#delays].reduce((sumMs, { delayMs }) => sumMs + delayMs, 0);
    if (totalMs > 0) await sleep(totalMs, { clock: this.#clock });
    while (this.#cuts.size > 0) await Promise.all(this.#cuts.values());
  }
}

/** What a channel says that has no quarrel with its server. */
const CLOSED = { kind: 'closed', failures: 0 } as const;
