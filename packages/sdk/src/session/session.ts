import { type Clock, Emitter, SdkError } from '@remotemedia/base';
import type { LaneMessage, Sendable } from '@remotemedia/data';
import type { ReconnectionEvent } from '@remotemedia/mesh';
import { type OutputRoute, type RoutingPolicy, targetsOf } from './routing.ts';
import { idAt, MAX_ENTRIES, metadataAt, routeAt } from './session-fields.ts';
import { type ReceiveOptions, SessionInbox } from './session-inbox.ts';
import type { SessionLink, SessionMessage } from './session-message.ts';
import { SessionCounter, type SessionMetrics, sizeOf } from './session-metrics.ts';
import type { SessionStateSnapshot } from './session-snapshot.ts';

/** Where a session is in its life; upstream's states. It is `initializing` until it has its first peer. */
export type SessionState = 'initializing' | 'active' | 'paused' | 'closing' | 'closed';

/** What a {@link Session} announces. */
export type SessionEvents = {
  /** {@link Session.state} changed. */
  stateChange: SessionState;
  /** {@link Session.peers} changed. */
  peersChange: readonly string[];
  /** A peer of the session sent something; the same that `received()` reads. */
  message: SessionMessage;
  /** The connection to a peer of the session was lost and is back. */
  reconnected: ReconnectionEvent;
};

/** How a session begins. */
export interface SessionOptions {
  /** Whom it sends to. @default 'broadcast' */
  readonly policy?: RoutingPolicy | undefined;
  /** Whatever the application wants to keep with it: at most 100 entries of 1024 characters. Goes into snapshots. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Limits and target of one send. */
export interface SessionSendOptions {
  /** Which output this is; `selective` sessions send it where its routes say. @default all routes */
  readonly outputId?: string | undefined;
  /** Gives up before the message's turn. */
  readonly signal?: AbortSignal | undefined;
}

/** What a {@link Session} is made of. */
export interface SessionParts extends SessionOptions {
  /** Its name. */
  readonly id: string;
  /** The way to its peers. */
  readonly link: SessionLink;
  /** Where time comes from. */
  readonly clock: Clock;
}

/**
 * A named set of peers that data is exchanged with. What is sent through a session reaches the session of the same
 * name at the other side, if there is one with us in it; else it arrives as an ordinary message.
 */
export class Session extends Emitter<SessionEvents> {
  /** Its name. */
  readonly id: string;
  /** Whatever the application keeps with it. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly #link: SessionLink;
  readonly #inbox = new SessionInbox();
  readonly #counter: SessionCounter;
  #policy: RoutingPolicy;
  #peers: readonly string[] = [];
  #routes: readonly OutputRoute[] = [];
  #state: SessionState = 'initializing';

  /** Made by `WebRtcTransport.createSession`. */
  constructor({ id, link, clock, policy = 'broadcast', metadata = {} }: SessionParts) {
    super();
    this.id = id;
    this.metadata = metadataAt('metadata', metadata);
    this.#link = link;
    this.#counter = new SessionCounter(clock);
    this.#policy = policy;
  }

  /** Where it is in its life. */
  get state(): SessionState {
    return this.#state;
  }

  /** Ids of its peers; the same array until that changes. They need not be connected, or in the room, now. */
  get peers(): readonly string[] {
    return this.#peers;
  }

  /** Whom it sends to. */
  get policy(): RoutingPolicy {
    return this.#policy;
  }

  /** Where its outputs go when the policy is `selective`. */
  get routes(): readonly OutputRoute[] {
    return this.#routes;
  }

  /** What went through it. */
  get metrics(): SessionMetrics {
    return this.#counter.read(this.#inbox.dropped);
  }

  /**
   * Takes a peer in; one that is in it already stays.
   *
   * @throws {SdkError} `failed-precondition` when closed, `invalid-argument` for what is no peer id, `resource-exhausted`
   *   when there are 100
   */
  addPeer(peerId: string): void {
    this.#checkOpen('addPeer');
    if (this.#peers.includes(peerId)) return;
    this.#checkRoom(this.#peers, 'peers');
    idAt('peerId', peerId);
    this.#setPeers([...this.#peers, peerId]);
    if (this.#state === 'initializing') this.#setState('active');
  }

  /** Takes a peer out. One that is not in it is no error. */
  removePeer(peerId: string): void {
    if (this.#peers.includes(peerId)) this.#setPeers(this.#peers.filter((id) => id !== peerId));
  }

  /** Changes whom it sends to. */
  setPolicy(policy: RoutingPolicy): void {
    this.#checkOpen('setPolicy');
    this.#policy = policy;
  }

  /**
   * Says where an output goes, in the place of what was said before.
   *
   * @throws {SdkError} `failed-precondition` when closed, `invalid-argument` that names the member, `resource-exhausted`
   *   when there are 100 routes of other outputs
   */
  setRoute(route: OutputRoute): void {
    this.#checkOpen('setRoute');
    const read = routeAt('route', route);
    const others = this.#routes.filter(({ outputId }) => outputId !== read.outputId);
    this.#checkRoom(others, 'routes');
    this.#routes = [...others, read];
  }

  /** Forgets where an output goes. */
  removeRoute(outputId: string): void {
    this.#routes = this.#routes.filter((route) => route.outputId !== outputId);
  }

  /**
   * Sends to those whom the policy names. One that cannot be reached does not keep the others from getting it.
   *
   * @returns ids of the peers that it was sent to
   * @throws {SdkError} `failed-precondition` when the session is paused, closed or has nobody to send to; why not to
   *   the first, when it could be sent to none
   */
  async send(data: Sendable, options: SessionSendOptions = {}): Promise<readonly string[]> {
    this.#checkActive('send');
    return this.#sendTo(targetsOf(this.#policy, this.#peers, this.#routes, options.outputId), data, options);
  }

  /** Sends to one peer of the session. @throws {SdkError} `not-found` when it is not in it; else as {@link Session.send} */
  async sendToPeer(peerId: string, data: Sendable, options: Pick<SessionSendOptions, 'signal'> = {}): Promise<void> {
    this.#checkActive('sendToPeer');
    if (!this.#peers.includes(peerId)) {
      throw new SdkError('not-found', `${peerId} is not in the session ${this.id}; add it with addPeer()`);
    }
    await this.#sendTo([peerId], data, options);
  }

  /**
   * Sends to all peers of the session but those in `exclude`, whatever the policy. Returns and throws as
   * {@link Session.send}, except that having nobody to send to is no error.
   */
  async broadcast(
    data: Sendable,
    options: { readonly exclude?: readonly string[]; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<readonly string[]> {
    this.#checkActive('broadcast');
    const { exclude = [], signal } = options;
    return this.#sendTo(
      this.#peers.filter((id) => !exclude.includes(id)),
      data,
      { signal },
    );
  }

  /**
   * What the session's peers send, from this call on, until the session is closed. Each call gives a reader of its own;
   * one that falls behind by 1024 messages or 16 MiB loses the oldest, which `metrics.dropped` counts.
   *
   * @throws {SdkError} while iterating: `cancelled` when `signal` aborts
   */
  received(options?: ReceiveOptions): AsyncIterableIterator<SessionMessage> {
    return this.#inbox.read(undefined, options);
  }

  /** The same as {@link Session.received}, by its name in upstream's API. */
  recvFromAny(options?: ReceiveOptions): AsyncIterableIterator<SessionMessage> {
    return this.received(options);
  }

  /** What one peer of the session sends; otherwise as {@link Session.received}. */
  recvFromPeer(peerId: string, options?: ReceiveOptions): AsyncIterableIterator<SessionMessage> {
    return this.#inbox.read(peerId, options);
  }

  /** Neither sends nor receives until {@link Session.resume}; what comes meanwhile is dropped. */
  pause(): void {
    this.#checkOpen('pause');
    this.#setState('paused');
  }

  /** Goes on after {@link Session.pause}. */
  resume(): void {
    this.#checkOpen('resume');
    this.#setState(this.#peers.length > 0 ? 'active' : 'initializing');
  }

  /** What is needed to make it anew, as JSON. */
  createSnapshot(): SessionStateSnapshot {
    const { id, state, policy, peers, routes, metadata } = this;
    return { sessionId: id, state, policy, peerIds: peers, routes, metadata, timestamp: Date.now() };
  }

  /** Ends it; readers get what waits for them and then the end. Calling it again does nothing. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#setState('closing');
    this.#inbox.close();
    this.#setPeers([]);
    this.#setState('closed');
    this.removeAllListeners();
  }

  /** Takes what a peer sent, if the peer is in the session. For the transport. */
  take(peerId: string, message: LaneMessage): boolean {
    if (!this.#peers.includes(peerId)) return false;
    if (this.#state === 'active') {
      const told: SessionMessage = { ...message, peerId };
      const sizeBytes = sizeOf(message.data);
      this.#counter.received(sizeBytes);
      this.#inbox.push(told, sizeBytes);
      this.emit('message', told);
    }
    return true;
  }

  /** Hears that a connection is back. For the transport. */
  noteReconnection(event: ReconnectionEvent): void {
    if (this.#peers.includes(event.peerId)) this.emit('reconnected', event);
  }

  async #sendTo(
    targets: readonly string[],
    data: Sendable,
    { signal }: Pick<SessionSendOptions, 'signal'>,
  ): Promise<readonly string[]> {
    const options = { tag: this.id, ...(signal && { signal }) };
    const send = (id: string) => this.#counter.send(data, () => this.#link.send(id, data, options));
    const outcomes = await Promise.allSettled(targets.map(send));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure && outcomes.every(({ status }) => status === 'rejected')) throw failure.reason;
    return targets.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  }

  #checkActive(what: string): void {
    this.#checkOpen(what);
    if (this.#state !== 'paused') return;
    throw new SdkError('failed-precondition', `${what}() on the paused session ${this.id}; resume() it first`);
  }

  #checkOpen(what: string): void {
    if (this.#state !== 'closed' && this.#state !== 'closing') return;
    throw new SdkError('failed-precondition', `${what}() on the closed session ${this.id}; create a new one`);
  }

  /** No more than a snapshot can bring back. */
  #checkRoom({ length }: readonly unknown[], what: string): void {
    if (length < MAX_ENTRIES) return;
    throw new SdkError('resource-exhausted', `the session ${this.id} has ${MAX_ENTRIES} ${what}; remove some`);
  }

  #setPeers(peers: readonly string[]): void {
    this.#peers = peers;
    this.emit('peersChange', peers);
  }

  #setState(state: SessionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit('stateChange', state);
  }
}
