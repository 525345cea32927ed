import {
  type BackoffPolicy,
  backoffMs,
  type Clock,
  SdkError,
  systemClock,
  type Undo,
  withDeadline,
} from '@remotemedia/base';
import type { IceServerOffer } from '@remotemedia/signaling';
import type { IceServers } from './ice-servers.ts';
import { type IceServersAnswer, offerOf } from './ice-servers-answer.ts';
import { iceSessionOf, usesRelay } from './relay-in-use.ts';

/** Part of the credentials' life after which the application is asked again, and what chance adds to it. */
const ASK_AT = 0.5;
const ASK_JITTER = 0.1;
/** Part of their life that connections stay on them at the least. */
const LEAVE_AT = 0.5;
/** Longest wait of chance before connections leave them, in milliseconds: both sides of one need not do it. */
const LEAVE_JITTER_MS = 1_000;
/** Longest wait without a look at the time of day, in milliseconds: timers stand still while a machine sleeps. */
const LOOK_MS = 30_000;
/** How long the application has to answer, in milliseconds. */
const ANSWER_MS = 10_000;
/** Waits after it could not. */
const BACKOFF: BackoffPolicy = { initialMs: 1_000, maxMs: 30_000, multiplier: 2 };

const SAME_AGAIN = 'getIceServers gave the credentials again that run out; it must give newer ones each time';

/** A peer as far as its relays go; the mesh's `Peer` is one. */
export interface RelayPeer {
  /** The platform's connection. */
  readonly connection: RTCPeerConnection;
  /** Only one that is `connected` is restarted: others find their way anew anyway. */
  readonly state: { readonly kind: string };
  /** Makes the connection look for a new path. */
  reconnect(options: { signal: AbortSignal }): Promise<unknown>;
}

/** What a {@link RelayKeeper} works with. */
export interface RelayKeeperOptions {
  /** Takes newer servers. */
  readonly iceServers: IceServers;
  /** Who we are connected with. */
  readonly peers: () => readonly RelayPeer[];
  /** Asks the application; absent where it has nothing newer to give. */
  readonly ask?: (() => Promise<IceServersAnswer> | IceServersAnswer) | undefined;
  /** Hears what went wrong and ended nothing. */
  readonly onError: (error: SdkError) => void;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
  /** Time of day, in milliseconds since 1970. @default Date.now */
  readonly wallMs?: (() => number) | undefined;
}

/** How long credentials are good for, by the time of day. */
interface Term {
  readonly fromMs: number;
  readonly lifeMs: number;
}

/**
 * Sees to it that connections through a TURN server outlive the credentials they were made with: the application is asked
 * for newer ones in good time, all connections are told of them, and those that use a relay, and only those, find a new path
 * with them while the old ones still work.
 */
export class RelayKeeper {
  readonly #options: RelayKeeperOptions;
  readonly #clock: Clock;
  readonly #wallMs: () => number;
  readonly #life = new AbortController();
  readonly #terms: { own?: Term | undefined; offered?: Term | undefined } = {};
  #current = '';
  #lastAnswer = '';
  /** The ICE sessions that were gathered with credentials which run out. */
  readonly #sessions = new Map<RTCPeerConnection, string>();
  #stopAsking: Undo = () => {};
  #stopLeaving: Undo | undefined;

  /** @param options see {@link RelayKeeperOptions} */
  constructor(options: RelayKeeperOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#wallMs = options.wallMs ?? Date.now;
  }

  /** The application gave these, by themselves or when it was asked. They are in `iceServers` already, or are put there. */
  takeOwn(answer: IceServersAnswer): void {
    if (this.#life.signal.aborted) return;
    const offer = offerOf(answer, this.#wallMs());
    this.#lastAnswer = JSON.stringify(answer);
    const { iceServers, ask } = this.#options;
    this.#replace('own', offer, (connections) => iceServers.takeOwn(offer.iceServers, connections));
    this.#stopAsking();
    if (!ask || offer.expiresInMs <= 0) return;
    const waitMs = offer.expiresInMs * (ASK_AT + ASK_JITTER * Math.random());
    this.#stopAsking = this.#at(this.#wallMs() + waitMs, () => void this.#ask(ask, 0));
  }

  /** The signaling server handed these out. */
  takeOffered(offer: IceServerOffer): void {
    const { iceServers } = this.#options;
    this.#replace('offered', offer, (connections) => iceServers.take(offer, connections));
  }

  /** Asks nobody any more. Calling it again does nothing. */
  close(): void {
    this.#life.abort(new SdkError('cancelled', 'the transport was closed'));
    this.#stopAsking();
    this.#stopLeaving?.();
    this.#sessions.clear();
  }

  #replace(kind: 'own' | 'offered', { expiresInMs }: IceServerOffer, tell: (to: RTCPeerConnection[]) => void): void {
    if (this.#life.signal.aborted) return;
    const former = this.#terms[kind];
    const nowMs = this.#wallMs();
    const connections = this.#options.peers().map(({ connection }) => connection);
    tell(connections);
    this.#terms[kind] = expiresInMs > 0 ? { fromMs: nowMs, lifeMs: expiresInMs } : undefined;
    // The same ones said again, as after a stream that broke.
    const current = JSON.stringify(this.#options.iceServers.list);
    const isNew = current !== this.#current;
    this.#current = current;
    if (!former || !isNew) return;
    for (const connection of connections) this.#remember(connection);
    // Whoever waits to leave waits for credentials that run out earlier.
    this.#stopLeaving ??= this.#at(
      Math.max(nowMs, former.fromMs + former.lifeMs * LEAVE_AT) + LEAVE_JITTER_MS * Math.random(),
      () => void this.#leave(),
    );
  }

  #remember(connection: RTCPeerConnection): void {
    const session = iceSessionOf(connection);
    if (session !== '') this.#sessions.set(connection, session);
  }

  /** Has connections leave the relays that they got with older credentials, unless they did so by themselves. */
  async #leave(): Promise<void> {
    this.#stopLeaving = undefined;
    const sessions = new Map(this.#sessions);
    this.#sessions.clear();
    const { peers, onError } = this.#options;
    const { signal } = this.#life;
    const restart = async (peer: RelayPeer) => {
      const { connection, state } = peer;
      if (state.kind !== 'connected' || sessions.get(connection) !== iceSessionOf(connection)) return;
      if ((await usesRelay(connection)) && !signal.aborted) await peer.reconnect({ signal });
    };
    const fail = (caught: unknown) => signal.aborted || onError(SdkError.from(caught, 'unavailable'));
    await Promise.all(peers().map((peer) => restart(peer).catch(fail)));
  }

  async #ask(ask: () => Promise<IceServersAnswer> | IceServersAnswer, attempt: number): Promise<void> {
    const { signal } = this.#life;
    try {
      const options = { signal, timeoutMs: ANSWER_MS, what: 'getIceServers', clock: this.#clock };
      const answer = await withDeadline(async () => ask(), options);
      if (JSON.stringify(answer) === this.#lastAnswer) throw new SdkError('failed-precondition', SAME_AGAIN);
      this.takeOwn(answer);
    } catch (caught) {
      if (signal.aborted) return;
      if (attempt === 0) this.#options.onError(SdkError.from(caught, 'unavailable'));
      const again = () => void this.#ask(ask, attempt + 1);
      this.#stopAsking = this.#clock.after(backoffMs(BACKOFF, attempt), again);
    }
  }

  /** Calls `callback` at a time of day. */
  #at(dueMs: number, callback: () => void): Undo {
    let stop: Undo = () => {};
    const look = () => {
      const restMs = Math.max(0, dueMs - this.#wallMs());
      const next = restMs > LOOK_MS ? look : callback;
      stop = this.#clock.after(Math.min(restMs, LOOK_MS), next);
    };
    look();
    return () => stop();
  }
}
