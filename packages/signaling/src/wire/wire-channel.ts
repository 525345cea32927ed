import {
  type BackoffPolicy,
  backoffMs,
  type Clock,
  Emitter,
  SdkError,
  sleep,
  systemClock,
  withDeadline,
} from '@remotemedia/base';
import type { PeerId, PeerInfo } from '../peer-info.ts';
import type {
  CallOptions,
  JoinRequest,
  JoinResult,
  PeerUpdate,
  Signal,
  SignalingChannel,
  SignalingEvents,
  SignalingState,
} from '../signaling-channel.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { BatchCarrier } from './batch-carrier.ts';
import { Bearer, type GetToken } from './bearer.ts';
import { believable } from './believable.ts';
import { isFatal } from './fatal.ts';
import { Outbox } from './outbox.ts';
import { onPageHide } from './page-life.ts';
import { watchSilence } from './stream-watch.ts';
import type { RoomEvent, StreamIntent, StreamMessage, StreamReady, Wire } from './wire.ts';

/** Longest wait of a call that names none, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 10_000;
/** Longest wait for the goodbye in `close()`, in milliseconds. */
const LEAVE_TIMEOUT_MS = 1_000;
/** How many heartbeat intervals of silence a stream is allowed. */
const SILENT_INTERVALS = 3;

/** Settings of a {@link WireChannel}. */
export interface WireChannelOptions {
  /** Waits between tries to take up a broken stream. @default 100 ms, ×2, at most 1 s */
  readonly backoff?: BackoffPolicy | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
  /** Gives the token that says who we are; called for each stream, and again before a token runs out. @default none */
  readonly getToken?: GetToken | undefined;
}

/** A {@link SignalingChannel} over any {@link Wire}: order, deadlines, heartbeat, resume. */
export class WireChannel extends Emitter<SignalingEvents> implements SignalingChannel {
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #backoff: BackoffPolicy;
  readonly #outbox = new Outbox();
  readonly #carrier: BatchCarrier;
  readonly #acks: Acknowledgements;
  readonly #bearer: Bearer;
  readonly #life = new AbortController();
  #state: SignalingState = { kind: 'idle' };
  #self: PeerId | undefined;
  #stay: StreamReady | undefined;
  #stopPageHide = () => {};

  /** @param wire the protocol's side */
  constructor(wire: Wire, options: WireChannelOptions = {}) {
    super();
    this.#wire = wire;
    this.#clock = options.clock ?? systemClock;
    this.#backoff = options.backoff ?? { initialMs: 100, maxMs: 1_000, multiplier: 2 };
    this.#acks = new Acknowledgements({ wire, clock: this.#clock, token: () => this.#sessionToken() });
    const show = (token: string) => this.#renew(token);
    this.#bearer = new Bearer({ ...options, clock: this.#clock, signal: this.#life.signal, show });
    this.#carrier = new BatchCarrier({
      wire,
      outbox: this.#outbox,
      token: () => this.#sessionToken(),
      acked: () => this.#acks.carry(),
      pause: (attempt) => this.#pause(attempt),
      life: this.#life.signal,
      clock: this.#clock,
    });
  }

  /** Where the channel is in its life. */
  get state(): SignalingState {
    return this.#state;
  }

  /** See {@link SignalingChannel.join}. */
  async join(request: JoinRequest, options: CallOptions = {}): Promise<JoinResult> {
    if (this.#state.kind !== 'idle') {
      throw new SdkError('failed-precondition', `join() works once on a new channel; this one is ${this.#state.kind}`);
    }
    this.#self = request.peerId;
    this.#setState({ kind: 'joining' });
    try {
      const ready = await withDeadline(() => this.#enter(request), this.#wait(options, 'entering the room'));
      const { peers, offered, ice } = ready;
      return { peers, offered, ice: ice && ice.iceServers.length > 0 ? ice : undefined };
    } catch (caught) {
      const error = SdkError.from(caught, 'unavailable');
      this.#shut(error);
      throw error;
    }
  }

  /** See {@link SignalingChannel.send}. */
  async send(to: PeerId, signal: Signal, options: CallOptions = {}): Promise<void> {
    await this.#request({ type: 'signal', to, signal }, options, `sending the ${signal.type} to ${to}`);
  }

  /** See {@link SignalingChannel.dismiss}. */
  async dismiss(peerId: PeerId, options: CallOptions = {}): Promise<void> {
    await this.#request({ type: 'dismiss', peerId }, options, `dismissing ${peerId}`);
  }

  /** See {@link SignalingChannel.update}. */
  async update({ presence, metadata = {} }: PeerUpdate, options: CallOptions = {}): Promise<void> {
    await this.#request({ type: 'update', presence, metadata }, options, 'changing what the others know of us');
  }

  /** See {@link SignalingChannel.listPeers}. */
  async listPeers(options: CallOptions = {}): Promise<readonly PeerInfo[]> {
    const result = await this.#request({ type: 'listPeers' }, options, 'asking who is in the room');
    return result.peers ?? [];
  }

  /** See {@link SignalingChannel.close}. */
  async close(): Promise<void> {
    if (this.#state.kind === 'closed') return;
    const stay = this.#stay;
    const leave = this.#leaveBatch();
    this.#shut(undefined, { keepStream: true });
    if (stay && leave) {
      const goodbye = (signal: AbortSignal) => this.#wire.send(leave, signal);
      await withDeadline(goodbye, { timeoutMs: LEAVE_TIMEOUT_MS, clock: this.#clock }).catch(() => {});
    }
    this.#life.abort(new SdkError('cancelled', 'the channel was closed'));
  }

  #wait(options: CallOptions, what: string) {
    return { signal: options.signal, timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS, what, clock: this.#clock };
  }

  async #request(request: Parameters<Outbox['add']>[0], options: CallOptions, what: string) {
    if (this.#state.kind !== 'joined' && this.#state.kind !== 'recovering') {
      throw new SdkError('failed-precondition', `${what} needs a joined channel; this one is ${this.#state.kind}`);
    }
    const result = this.#outbox.add(request, this.#wait(options, what));
    void this.#carrier.work();
    return result;
  }

  /** Resolves with the first message of the stream and goes on following it. */
  #enter(request: JoinRequest): Promise<StreamReady> {
    return new Promise((resolve, reject) => {
      void this.#follow({ type: 'announce', request }, resolve).catch(reject);
    });
  }

  /** Reads the stream, and again after every break, until the stay ends. */
  async #follow(first: StreamIntent, onReady: (ready: StreamReady) => void): Promise<void> {
    let intent = first;
    let attempt = 0;
    let lostMs = 0;
    for (;;) {
      const error = await this.#read(intent, (ready) => {
        attempt = 0;
        onReady(ready);
      });
      const stay = this.#stay;
      if (!stay) throw this.#isClosed() ? new SdkError('cancelled', 'the channel was closed') : error;
      if (this.#isClosed()) return;
      if (attempt === 0) lostMs = this.#clock.now();
      const overMs = this.#clock.now() - lostMs;
      if (isFatal(error) || overMs > stay.resumeGraceMs) return this.#shut(error);
      this.#setState({ kind: 'recovering', attempt: attempt + 1, error });
      await this.#pause(attempt);
      if (this.#isClosed()) return;
      attempt += 1;
      intent = { type: 'resume', sessionToken: stay.sessionToken, lastSeq: this.#acks.lastSeq };
    }
  }

  /** Reads one stream to its end; resolves with the reason of the end. */
  async #read(intent: StreamIntent, onReady: (ready: StreamReady) => void): Promise<SdkError> {
    const controller = new AbortController();
    const abort = () => controller.abort(this.#life.signal.reason);
    this.#life.signal.addEventListener('abort', abort);
    let silent: SdkError | undefined;
    try {
      const bearer = await this.#bearer.token();
      controller.signal.throwIfAborted();
      const stream = watchSilence(this.#wire.open(intent, controller.signal, bearer), {
        clock: this.#clock,
        silenceMs: () => (this.#stay ? this.#stay.heartbeatIntervalMs * SILENT_INTERVALS : DEFAULT_TIMEOUT_MS),
        abort: (error) => {
          silent = error;
          controller.abort(error);
        },
      });
      for await (const message of stream) {
        if (this.#isClosed()) break;
        this.#take(message, onReady);
      }
      return new SdkError('unavailable', 'the server ended the stream');
    } catch (caught) {
      return silent ?? SdkError.from(caught, 'unavailable');
    } finally {
      this.#life.signal.removeEventListener('abort', abort);
      controller.abort();
    }
  }

  #take(message: StreamMessage, onReady: (ready: StreamReady) => void): void {
    if (message.type === 'ready') {
      this.#stay = believable(message);
      this.#stopPageHide();
      this.#stopPageHide = onPageHide(() => this.#leaveOnUnload());
      this.#bearer.expires(message.tokenExpiresInMs ?? 0);
      this.#setState({ kind: 'joined' });
      onReady(message);
      this.#carrier.renew();
      void this.#carrier.work();
    } else if (message.type === 'event' || message.type === 'other') {
      if (this.#acks.arrived(message.seq) && message.type === 'event') this.#announce(message.event);
    } else if (message.type === 'heartbeat') {
      this.#acks.beat();
    } else if (message.type === 'iceServers') {
      this.emit('iceServers', message.ice);
    }
  }

  #announce(event: RoomEvent): void {
    if (event.type === 'signal') this.emit('signal', event.signal);
    else if (event.type === 'peerJoined') this.emit('peerJoined', event.peer);
    else if (event.type === 'peerLeft') this.emit('peerLeft', event.peerId);
    else if (event.type === 'peerUpdated') this.emit('peerUpdated', event.peer);
    else this.emit('dismissed', event.peerId);
  }

  /** Waits before a further try; returns early when the channel ends. */
  async #pause(attempt: number): Promise<void> {
    const waitMs = backoffMs(this.#backoff, attempt);
    await sleep(waitMs, { signal: this.#life.signal, clock: this.#clock }).catch(() => {});
  }

  #isClosed(): boolean {
    return this.#state.kind === 'closed';
  }

  /** A stream that is opened meanwhile shows a token of its own. */
  async #renew(bearer: string): Promise<void> {
    const token = this.#sessionToken();
    if (token === undefined) throw new SdkError('unavailable', 'the server cannot be reached');
    this.#bearer.expires(await this.#wire.renew(token, bearer, this.#life.signal));
  }

  /** Token of the stay while the server can be reached. */
  #sessionToken(): string | undefined {
    return this.#state.kind === 'joined' ? this.#stay?.sessionToken : undefined;
  }

  #leaveBatch() {
    if (!this.#stay || !this.#self) return undefined;
    const { sessionToken } = this.#stay;
    return {
      sessionToken,
      firstSeq: this.#outbox.nextSeq,
      requests: [{ type: 'leave', peerId: this.#self }],
      ackedSeq: 0n,
    } as const;
  }

  #leaveOnUnload(): void {
    const leave = this.#leaveBatch();
    if (!leave) return;
    // At once: a page that goes away runs nothing later.
    this.#wire.leaveOnUnload(leave);
    this.#shut(new SdkError('cancelled', 'the page was unloaded'), { keepStream: true });
  }

  #shut(error: SdkError | undefined, { keepStream = false } = {}): void {
    if (this.#state.kind === 'closed') return;
    this.#stopPageHide();
    this.#acks.close();
    this.#bearer.close();
    this.#outbox.close(error ?? new SdkError('cancelled', 'the channel was closed'));
    this.#setState(error ? { kind: 'closed', error } : { kind: 'closed' });
    this.removeAllListeners();
    if (!keepStream) this.#life.abort(error);
  }

  #setState(state: SignalingState): void {
    this.#state = state;
    this.emit('stateChange', state);
  }
}
