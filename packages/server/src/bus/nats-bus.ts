import { randomBytes } from 'node:crypto';
import {
  type ConnectOptions,
  connect,
  type Msg,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node';
import { type BackoffPolicy, backoffMs, type Clock, type Undo } from '@remotemedia/base';
import type { LogSink } from '../log.ts';
import type { Bus, BusHandler, BusRequestOptions, BusState } from './bus.ts';
import { busAway } from './bus-failures.ts';
import type { BusSettings, NatsAddress } from './bus-options.ts';
import { BusRequests } from './bus-requests.ts';
import { answerOnce, type BusSubscription, once } from './subscriptions.ts';

/** Waits between tries to reach NATS. It never gives up. */
const BACKOFF: BackoffPolicy = { initialMs: 100, maxMs: 1_000, multiplier: 2 };
/** Longest wait for a connection, in milliseconds. */
const CONNECT_TIMEOUT_MS = 3_000;
/** Time between two signs of life that are asked of NATS, in milliseconds. */
const PING_INTERVAL_MS = 2_000;
/** Bytes of randomness in the name of an inbox. */
const INBOX_BYTES = 12;
/** What NATS answers for a subject that nobody listens to: status of its headers, as in HTTP. */
const NO_RESPONDERS = 503;
/** How many of them may go unanswered. */
const MAX_PINGS_OUT = 2;

/** Settings of a {@link NatsBus}. */
export interface NatsBusOptions extends BusSettings {
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes lines of the log. */
  readonly log: LogSink;
}

/** Core NATS as a {@link Bus}. Connects by itself, and again after every break. */
export class NatsBus implements Bus {
  readonly #options: NatsBusOptions;
  readonly #subscriptions = new Map<BusSubscription, Subscription | undefined>();
  readonly #watchers = new Set<(state: BusState) => void>();
  readonly #requests: BusRequests;
  /** Where answers to this bus go. */
  readonly #inbox = `inbox.${randomBytes(INBOX_BYTES).toString('base64url')}`;
  #connection: NatsConnection | undefined;
  #isClosed = false;
  #tries = 0;
  #stopRetry: Undo = () => {};
  #connecting: Promise<void>;

  /** @param options see {@link NatsBusOptions} */
  constructor(options: NatsBusOptions) {
    this.#options = options;
    this.#requests = new BusRequests(options.clock);
    this.#connecting = this.#connect();
  }

  /** See {@link Bus.state}. */
  get state(): BusState {
    return this.#connection ? 'connected' : 'away';
  }

  /** See {@link Bus.publish}. */
  publish(subject: string, bytes: Uint8Array): void {
    try {
      this.#connection?.publish(this.#full(subject), bytes);
    } catch (cause) {
      this.#options.log({ level: 'error', message: `a message to ${subject} was lost on the bus`, cause });
    }
  }

  /** See {@link Bus.request}. */
  async request(subject: string, bytes: Uint8Array, options: BusRequestOptions): Promise<Uint8Array> {
    const connection = this.#connection;
    if (!connection) throw busAway();
    return this.#requests.wait(subject, options, (number) => {
      connection.publish(this.#full(subject), bytes, { reply: this.#full(`${this.#inbox}.${number}`) });
    });
  }

  /** See {@link Bus.subscribe}. */
  subscribe(subject: string, handler: BusHandler): Undo {
    const subscription = { subject, handler };
    this.#subscriptions.set(subscription, this.#connection && this.#listen(this.#connection, subscription));
    return once(() => {
      const listening = this.#subscriptions.get(subscription);
      this.#subscriptions.delete(subscription);
      if (this.#connection) listening?.unsubscribe();
    });
  }

  /** See {@link Bus.onState}. */
  onState(handler: (state: BusState) => void): Undo {
    this.#watchers.add(handler);
    return once(() => this.#watchers.delete(handler));
  }

  /** See {@link Bus.close}. Waits for what was sent to be on its way. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopRetry();
    this.#requests.failAll();
    this.#subscriptions.clear();
    this.#watchers.clear();
    await this.#connecting;
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.flush().catch(() => {});
    await connection?.close().catch(() => {});
  }

  /** Tries all addresses once, and again later if none answers. */
  async #connect(): Promise<void> {
    const { addresses, clock, log } = this.#options;
    const address = addresses[this.#tries % addresses.length];
    if (!address || this.#isClosed) return;
    try {
      const connection = await connect(connectionOptions(address));
      if (this.#isClosed) await connection.close();
      else this.#begin(connection, address);
    } catch (cause) {
      // Said once for each time that the bus goes away: the next tries fail for the same reason.
      if (this.#tries === 0) log({ level: 'warn', message: `NATS at ${address.server} cannot be reached`, cause });
      this.#tries += 1;
      const round = Math.floor(this.#tries / addresses.length);
      this.#stopRetry = clock.after(backoffMs(BACKOFF, round), () => {
        this.#connecting = this.#connect();
      });
    }
  }

  #begin(connection: NatsConnection, { server }: NatsAddress): void {
    this.#tries = 0;
    this.#connection = connection;
    connection.subscribe(this.#full(`${this.#inbox}.*`), {
      callback: (error, message) => this.#takeAnswer(error, message),
    });
    for (const subscription of this.#subscriptions.keys()) {
      this.#subscriptions.set(subscription, this.#listen(connection, subscription));
    }
    void connection.closed().then((error) => this.#lose(connection, error));
    this.#options.log({ level: 'info', message: `connected to NATS at ${server}` });
    this.#tell();
  }

  #lose(connection: NatsConnection, cause: unknown): void {
    if (this.#isClosed || this.#connection !== connection) return;
    this.#connection = undefined;
    this.#requests.failAll();
    this.#options.log({ level: 'warn', message: 'lost NATS: peers of other instances are out of reach', cause });
    this.#tell();
    this.#connecting = this.#connect();
  }

  #tell(): void {
    for (const watcher of [...this.#watchers]) watcher(this.state);
  }

  #listen(connection: NatsConnection, { subject, handler }: BusSubscription): Subscription {
    const { log } = this.#options;
    const callback = (error: Error | null, message: Msg) => {
      if (error) log({ level: 'error', message: `cannot listen to ${subject} on the bus`, cause: error });
      else this.#hand(connection, message, handler);
    };
    return connection.subscribe(this.#full(subject), { callback });
  }

  #hand(connection: NatsConnection, message: Msg, handler: BusHandler): void {
    const answer = message.reply ? answerOnce((bytes) => this.#answer(connection, message, bytes)) : undefined;
    try {
      handler(message.data, answer);
    } catch (cause) {
      this.#options.log({ level: 'error', message: 'a message of the bus could not be taken in', cause });
    }
  }

  #answer(connection: NatsConnection, message: Msg, bytes: Uint8Array): void {
    if (this.#connection !== connection) return;
    try {
      message.respond(bytes);
    } catch (cause) {
      this.#options.log({ level: 'error', message: 'an answer was lost on the bus', cause });
    }
  }

  #takeAnswer(cause: Error | null, { subject, data, headers }: Msg): void {
    if (cause) this.#options.log({ level: 'error', message: 'cannot listen to answers on the bus', cause });
    const number = subject.slice(subject.lastIndexOf('.') + 1);
    if (data.length === 0 && headers?.code === NO_RESPONDERS) this.#requests.refuse(number);
    else this.#requests.take(number, data);
  }

  #full(subject: string): string {
    return `${this.#options.prefix}.${subject}`;
  }
}

function connectionOptions({ server, isTls, user, password, token }: NatsAddress): ConnectOptions {
  return {
    servers: server,
    reconnect: false,
    timeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_INTERVAL_MS,
    maxPingOut: MAX_PINGS_OUT,
    ignoreClusterUpdates: true,
    ...(isTls ? { tls: {} } : {}),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { pass: password }),
    ...(token === undefined ? {} : { token }),
  };
}
