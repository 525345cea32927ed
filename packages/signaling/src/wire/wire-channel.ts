import { type Clock, Disposables, Emitter, SdkError, systemClock, withDeadline } from '@remotemedia/base';
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
import { Bearer } from './bearer.ts';
import { Course } from './course.ts';
import { HeldMail } from './held-mail.ts';
import { NoAnswer } from './no-answer.ts';
import { onlyOthers } from './only-others.ts';
import { Outbox } from './outbox.ts';
import { onPageHide, onWake } from './page-life.ts';
import { Reconnector } from './reconnector.ts';
import { joinResult, Stay } from './stay.ts';
import { StreamReader } from './stream-reader.ts';
import type { RoomEvent, StreamIntent, StreamMessage, StreamReady, Wire } from './wire.ts';
import type { WireChannelOptions } from './wire-channel-options.ts';

/** Longest wait of a call that names none, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 10_000;
/** Longest wait for the goodbye in `close()`, in milliseconds. */
const LEAVE_TIMEOUT_MS = 1_000;
/** How long the first stream's first message may take, in milliseconds: an offer may be in the making. */
const ENTRY_MS = 10_000;
/** The same for later ones, for the first try and at the most: the browser may try a connection first that is dead. */
const REENTRY_MS = 2_000;
const MAX_REENTRY_MS = 8_000;
/** How long a stream must live to count as a success, in milliseconds. */
const STABLE_MS = 2_000;

/** A {@link SignalingChannel} over any {@link Wire}: order, deadlines, signs of life, the way back. */
export class WireChannel extends Emitter<SignalingEvents> implements SignalingChannel {
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #outbox = new Outbox();
  readonly #heldMail: HeldMail;
  readonly #carrier: BatchCarrier;
  readonly #acks: Acknowledgements;
  readonly #bearer: Bearer;
  readonly #reader: StreamReader;
  readonly #reconnector: Reconnector;
  readonly #course = new Course();
  readonly #life = new AbortController();
  readonly #undo = new Disposables();
  #state: SignalingState = { kind: 'idle' };
  #self: PeerId | undefined;
  #stay: Stay | undefined;
  #onFirstReady: (ready: StreamReady) => void = () => {};

  /** @param wire the protocol's side */
  constructor(wire: Wire, options: WireChannelOptions = {}) {
    super();
    const { clock = systemClock, getToken, policy } = options;
    const life = this.#life.signal;
    const token = () => this.#sessionToken();
    this.#wire = wire;
    this.#clock = clock;
    this.#heldMail = new HeldMail({ outbox: this.#outbox, clock, onRelease: () => void this.#carrier.work() });
    this.#acks = new Acknowledgements({ wire, clock, token });
    const show = (bearer: string) => this.#renew(bearer);
    this.#bearer = new Bearer({ getToken, clock, signal: life, show, isInTouch: () => token() !== undefined });
    const take = (message: StreamMessage) => {
      if (!this.#isClosed()) this.#take(onlyOthers(message, this.#self));
    };
    this.#reader = new StreamReader({ wire, bearer: this.#bearer, life, clock, take });
    this.#reconnector = new Reconnector({
      wire,
      policy,
      life,
      clock,
      onProgress: (progress) => this.#setState({ kind: 'recovering', stage: this.#course.stage, ...progress }),
    });
    this.#carrier = new BatchCarrier({
      wire,
      outbox: this.#outbox,
      token,
      acked: () => this.#acks.carry(),
      onStayLost: (error) => this.#reader.giveUp(new NoAnswer('unavailable', error.detail, { cause: error })),
      life,
      clock,
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
    const signal = AbortSignal.any([this.#life.signal, ...(options.signal ? [options.signal] : [])]);
    try {
      return await withDeadline(() => this.#enter(request), this.#wait({ ...options, signal }, 'entering the room'));
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
    this.#stay?.changed({ presence, metadata });
  }

  /** See {@link SignalingChannel.listPeers}. */
  async listPeers(options: CallOptions = {}): Promise<readonly PeerInfo[]> {
    const result = await this.#request({ type: 'listPeers' }, options, 'asking who is in the room');
    return result.peers ?? [];
  }

  /** See {@link SignalingChannel.retryNow}. */
  retryNow(): void {
    this.#reconnector.retryNow();
  }

  /** See {@link SignalingChannel.suspect}. */
  suspect(): void {
    this.#reader.suspect();
    this.#reconnector.wake();
  }

  /** See {@link SignalingChannel.close}. */
  async close(): Promise<void> {
    if (this.#state.kind === 'closed') return;
    const leave = this.#stay?.leave(this.#outbox.nextSeq);
    this.#shut(undefined, { keepStream: true });
    if (leave) {
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

  /** Resolves when the room is entered, and goes on following what happens there. */
  #enter(request: JoinRequest): Promise<JoinResult> {
    return new Promise((resolve, reject) => {
      this.#onFirstReady = (ready) => {
        this.#undo.add(onPageHide(() => this.#leaveOnUnload()));
        this.#undo.add(onWake(this.#clock, () => this.suspect()));
        this.#stay = new Stay(request, ready);
        this.#setState({ kind: 'joined' });
        resolve(joinResult(ready));
      };
      void this.#follow(request).catch(reject);
    });
  }

  /** Reads streams, one after the other, until there is no way back. */
  async #follow(request: JoinRequest): Promise<void> {
    let intent: StreamIntent = { type: 'announce', request };
    for (let firstMs = ENTRY_MS; ; ) {
      const end = await this.#reader.read(intent, firstMs);
      firstMs = end.livedMs === undefined ? Math.min(2 * firstMs, MAX_REENTRY_MS) : REENTRY_MS;
      const stay = this.#stay;
      if (!stay) throw this.#isClosed() ? new SdkError('cancelled', 'the channel was closed') : end.error;
      if (this.#isClosed()) return;
      const next = this.#course.after(end);
      if (typeof next === 'object') return this.#shut(next.fatal);
      if (end.livedMs !== undefined && end.livedMs >= STABLE_MS) this.#reconnector.recovered();
      if (next === 'wait') await this.#reconnector.untilReachable(end.error).catch(() => {});
      else if (this.#state.kind === 'recovering')
        this.#setState({ ...this.#state, stage: this.#course.stage, error: end.error });
      if (this.#isClosed()) return;
      intent = this.#course.stage === 'resuming' ? stay.resume(this.#acks.lastSeq) : stay.announce();
    }
  }

  #take(message: StreamMessage): void {
    if (message.type === 'ready') {
      this.#bearer.expires(message.tokenExpiresInMs ?? 0);
      this.#onReady(message);
    } else if (message.type === 'event' || message.type === 'other') {
      if (this.#acks.arrived(message.seq) && message.type === 'event') this.#announce(message.event);
    } else if (message.type === 'heartbeat') {
      this.#acks.beat();
    } else if (message.type === 'iceServers') {
      this.emit('iceServers', message.ice);
    }
  }

  #onReady(ready: StreamReady): void {
    const former = this.#stay;
    const isAnew = former !== undefined && this.#course.stage === 'rejoining';
    this.#course.opened();
    if (!former) this.#onFirstReady(ready);
    else if (isAnew) this.#enteredAnew(former, ready);
    else this.#resumed(ready);
    this.#carrier.renew();
    void this.#carrier.work();
  }

  #resumed({ ice }: StreamReady): void {
    this.#setState({ kind: 'joined' });
    // Newer ones may have come while nobody heard.
    if (ice && ice.iceServers.length > 0) this.emit('iceServers', ice);
  }

  #enteredAnew(former: Stay, ready: StreamReady): void {
    const stay = former.renewed(ready);
    this.#stay = stay;
    this.#acks.restart();
    this.#outbox.restart(stay.afterwards);
    this.#heldMail.hold(stay.missing(former, this.#heldMail.missing));
    this.#setState({ kind: 'joined' });
    this.emit('rejoined', joinResult(ready));
  }

  #announce(event: RoomEvent): void {
    this.#stay?.happened(event);
    if (event.type === 'peerJoined') this.#heldMail.release(event.peer.id);
    if (event.type === 'signal') this.emit('signal', event.signal);
    else if (event.type === 'peerJoined') this.emit('peerJoined', event.peer);
    else if (event.type === 'peerLeft') this.emit('peerLeft', event.peerId);
    else if (event.type === 'peerUpdated') this.emit('peerUpdated', event.peer);
    else this.emit('dismissed', event.peerId);
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

  #leaveOnUnload(): void {
    const leave = this.#stay?.leave(this.#outbox.nextSeq);
    if (!leave) return;
    // At once: a page that goes away runs nothing later.
    this.#wire.leaveOnUnload(leave);
    this.#shut(new SdkError('cancelled', 'the page was unloaded'), { keepStream: true });
  }

  #shut(error: SdkError | undefined, { keepStream = false } = {}): void {
    if (this.#state.kind === 'closed') return;
    this.#undo.dispose();
    this.#heldMail.close();
    this.#acks.close();
    this.#bearer.close();
    this.#outbox.close(error ?? new SdkError('cancelled', 'the channel was closed'));
    this.#setState(error ? { kind: 'closed', error } : { kind: 'closed' });
    this.removeAllListeners();
    if (!keepStream) this.#life.abort(error);
  }

  #setState(state: SignalingState): void {
    if (this.#isClosed()) return;
    this.#state = state;
    this.emit('stateChange', state);
  }
}
