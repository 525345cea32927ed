import { Emitter, SdkError } from '@remotemedia/base';
import { Alarm } from './alarm.ts';
import type { PathSign } from './path-watch.ts';
import type { RecoveryEvents, RecoveryOptions, RecoveryPort } from './recovery-port.ts';
import type {
  PeerRecovery,
  ReconnectionEvent,
  ReconnectOptions,
  RecoveryStage,
  RecoveryStatus,
} from './recovery-state.ts';
import { Tries } from './tries.ts';
import { Waiters } from './waiters.ts';

/** How long a path that is lost has to come back by itself, in milliseconds. */
const GRACE_MS = 2_500;
/** How much later than the impolite side the polite one tries, in milliseconds: one offer is enough. */
const POLITE_LAG_MS = 3_000;
/** The same when both hear at the same time that the server is back, in milliseconds. */
const POLITE_REACTION_MS = 300;
/** For how long silence of the peer is put down to what happened to our own path, in milliseconds. */
const OWN_DOUBT_MS = 4_000;
/** Tries without an answer before we believe that the other side has lost the connection. */
const UNANSWERED_TRIES = 2;

/**
 * Decides when a lost connection is waited for, when it is given a new path, when it is replaced, and when to stop trying.
 * It knows no `RTCPeerConnection`: it is told what happens to it, and works through a {@link RecoveryPort}.
 */
export class Recovery extends Emitter<RecoveryEvents> {
  readonly #port: RecoveryPort;
  readonly #options: RecoveryOptions;
  readonly #tries: Tries;
  readonly #alarm: Alarm;
  readonly #lagMs: number;
  readonly #waiters = new Waiters<ReconnectionEvent>();
  #status: RecoveryStatus = { kind: 'connecting' };
  #isReachable: boolean;
  /** What it took until now. */
  #kind: ReconnectionEvent['kind'] = 'blip';
  /** The next try needs a new connection. */
  #isBroken = false;
  #upSinceMs: number | undefined;
  /** When we last had reason to doubt our own path. */
  #doubtedAtMs = Number.NEGATIVE_INFINITY;
  #lostAtMs: number;
  #triedAtMs: number;
  #closed = false;

  constructor(port: RecoveryPort, options: RecoveryOptions) {
    super();
    const { clock, policy, isReachable } = options;
    this.#port = port;
    this.#options = options;
    this.#isReachable = isReachable;
    this.#tries = new Tries(policy, clock);
    this.#alarm = new Alarm(clock);
    this.#lagMs = options.polite ? POLITE_LAG_MS : 0;
    this.#lostAtMs = this.#triedAtMs = clock.now();
    this.#startDeadline('made');
  }

  /** Where the connection is. */
  get status(): RecoveryStatus {
    return this.#status;
  }

  /** What is public of it. */
  get summary(): PeerRecovery {
    const { breaker, count: attempt, lastError } = this.#tries;
    const { nextRetryAtMs } = { nextRetryAtMs: undefined, ...this.#status };
    return { breaker, attempt, ...(nextRetryAtMs !== undefined && { nextRetryAtMs }), ...(lastError && { lastError }) };
  }

  /** The connection is up. */
  up(): void {
    if (this.#closed || this.#status.kind === 'connected') return;
    const nowMs = this.#options.clock.now();
    const isFirst = this.#status.kind === 'connecting';
    const event: ReconnectionEvent = {
      peerId: this.#options.peerId,
      kind: this.#kind,
      durationMs: nowMs - this.#lostAtMs,
      ...(this.#upSinceMs !== undefined && { previousDurationMs: this.#lostAtMs - this.#upSinceMs }),
      isFullReconnect: this.#kind === 'full',
    };
    this.#alarm.clear();
    this.#tries.succeeded();
    this.#isBroken = false;
    this.#upSinceMs = nowMs;
    this.#set({ kind: 'connected' });
    if (isFirst) return;
    this.emit('reconnected', event);
    this.#waiters.resolve(event);
  }

  /** Something came over the path. Who asked for a new one waits until there is one. */
  heard(): void {
    if (this.#waiters.isEmpty || this.#port.isAnswered()) this.up();
  }

  /** The browser has lost the path and still tries to find it. */
  down(): void {
    this.#noticeLoss();
    this.#tryIfLost(GRACE_MS + this.#lagMs);
  }

  /** The page at the other side is silent while the browsers still hear each other: it may be stopped. */
  silent(): void {
    this.#noticeLoss();
  }

  /** The peer did not answer {@link RecoveryPort.probe}: the path is gone, whatever the browser thinks. */
  lostTrust(): void {
    const sinceMs = this.#options.clock.now() - this.#doubtedAtMs;
    // If it is our own path that is another one, the other side cannot know it better.
    if (this.#noticeLoss()) this.#tryIfLost(sinceMs < OWN_DOUBT_MS ? 0 : this.#lagMs);
  }

  /** The browser has given up. */
  failed(): void {
    // An offer that nobody answered says nothing of the path.
    const isJudged = this.#isTrying && this.#port.isAnswered();
    if (isJudged || this.#status.kind === 'connecting') {
      this.#tryFailed(new SdkError('unavailable', 'no path to the peer was found'));
      return;
    }
    this.#noticeLoss();
    this.#tryIfLost(this.#lagMs);
  }

  /** The other side has no connection to ours any more, or ours can never work again. */
  broken(): void {
    this.#isBroken = true;
    if (this.#stage === 'restarting') this.#begin('redialling');
    else this.failed();
  }

  /** The other side looks for a new path, or came with a new connection (`full`). */
  answering({ full }: { readonly full: boolean }): void {
    if (this.#closed || this.#status.kind === 'connecting' || (this.#status.kind === 'connected' && !full)) return;
    this.#noticeLoss();
    if (!this.#isTrying) this.#tries.begin();
    this.#enter(full ? 'redialling' : 'restarting');
  }

  /** The peer can, or cannot, be told anything now. */
  setReachable(isReachable: boolean): void {
    const wasReachable = this.#isReachable;
    this.#isReachable = isReachable;
    if (isReachable && !wasReachable) this.hope();
  }

  /** Something good happened that the other side hears of at the same time. */
  hope(): void {
    this.nudge(this.#options.polite ? POLITE_REACTION_MS : 0);
  }

  /** Tries until now do not count, and the next one is in `delayMs`. One that runs is told again. */
  nudge(delayMs = 0): void {
    if (this.#closed || this.#status.kind === 'connected') return;
    if (!this.#isTrying && this.#status.kind !== 'connecting') {
      this.#tries.forget();
      this.#alarm.set(delayMs, () => this.#try());
    } else if (!this.#port.isAnswered()) this.#port.restart({ isStale: false });
  }

  /** Our own way to the network may be another one. */
  pathChanged(sign: PathSign): void {
    this.#doubtedAtMs = this.#options.clock.now();
    if (this.#status.kind === 'connected') {
      if (sign !== 'online') this.#port.probe();
      // Sockets rarely survive that a browser is offline, and to look for a new path harms no old one.
      else if (this.#noticeLoss()) this.#try();
    } else if (this.#stage === 'restarting' && (sign === 'online' || sign === 'wake')) {
      // What runs was begun on a path that is gone.
      this.#tries.forget();
      this.#tries.begin();
      this.#begin('restarting', { isStale: true });
    } else this.nudge();
  }

  /** Restores the connection now. Resolves and throws as {@link Peer.reconnect}. */
  async reconnect({ signal, full = false }: ReconnectOptions = {}): Promise<ReconnectionEvent> {
    if (this.#closed || this.#status.kind === 'connecting') {
      throw new SdkError('failed-precondition', 'the connection is still being made, or was closed');
    }
    const done = this.#waiters.wait(signal);
    if (signal?.aborted) return done;
    this.#isBroken ||= full;
    if (!this.#isTrying) {
      this.#noticeLoss();
      this.#tries.forget();
      this.#try();
    } else if (full && this.#stage === 'restarting') this.#begin('redialling');
    return done;
  }

  /** Stops for good. Calling it again does nothing. */
  close(error: SdkError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#alarm.clear();
    this.#waiters.reject(error);
    this.removeAllListeners();
  }

  get #stage(): RecoveryStage | undefined {
    return this.#status.kind === 'recovering' ? this.#status.stage : undefined;
  }

  get #isTrying(): boolean {
    return this.#stage === 'restarting' || this.#stage === 'redialling';
  }

  /** @returns whether it was up until now */
  #noticeLoss(): boolean {
    if (this.#closed || this.#status.kind !== 'connected') return false;
    this.#lostAtMs = this.#options.clock.now();
    this.#kind = 'blip';
    this.#recover('disconnected');
    return true;
  }

  #tryIfLost(delayMs: number): void {
    if (!this.#closed && this.#stage === 'disconnected') this.#alarm.set(delayMs, () => this.#try());
  }

  #try(): void {
    if (this.#closed || this.#status.kind !== 'recovering') return;
    this.#alarm.clear();
    // What cannot be answered is no try. The way to the server is somebody else's to restore, and we hear of it.
    if (!this.#isReachable) this.#recover('waiting');
    else if (!this.#tries.allows()) this.#giveUp();
    else {
      const isForgotten = this.#tries.count >= UNANSWERED_TRIES && !this.#port.isAnswered() && !this.#port.isBelieved();
      const needsNew = this.#isBroken || this.#upSinceMs === undefined || isForgotten;
      this.#tries.begin();
      this.#begin(needsNew ? 'redialling' : 'restarting');
    }
  }

  #begin(stage: 'restarting' | 'redialling', { isStale } = { isStale: false }): void {
    this.#enter(stage);
    try {
      if (stage === 'redialling') this.#port.redial();
      else this.#port.restart({ isStale });
    } catch (caught) {
      this.#tryFailed(SdkError.from(caught, 'unavailable'));
    }
  }

  #enter(stage: 'restarting' | 'redialling'): void {
    this.#triedAtMs = this.#options.clock.now();
    if (stage === 'redialling') this.#isBroken = false;
    if (this.#kind !== 'full') this.#kind = stage === 'redialling' ? 'full' : 'restart';
    this.#startDeadline('restored');
    this.#recover(stage);
  }

  #startDeadline(what: string): void {
    const { timeoutMs } = this.#options;
    const late = new SdkError('deadline-exceeded', `no connection could be ${what} within ${timeoutMs / 1_000} s`);
    this.#alarm.set(timeoutMs, () => this.#tryFailed(late));
  }

  #tryFailed(error: SdkError): void {
    if (this.#closed) return;
    this.#alarm.clear();
    const delayMs = this.#isReachable ? this.#tries.failed(error) : 0;
    // Counted from the begin of the try: while its checks ran, the path would have been found, and so it goes on.
    const earliestMs = Math.max(this.#options.clock.now(), this.#triedAtMs + (delayMs ?? 0));
    if (!this.#isReachable) this.#recover('waiting');
    else if (delayMs === undefined) this.#giveUp();
    else this.#recoverAt('waiting', earliestMs + this.#lagMs);
  }

  #giveUp(): void {
    const { error, untilMs } = this.#tries.giveUp();
    if (untilMs === undefined) this.#recover('given-up');
    else this.#recoverAt('given-up', untilMs + this.#lagMs);
    this.#waiters.reject(error);
  }

  #recoverAt(stage: RecoveryStage, nextRetryAtMs: number): void {
    this.#alarm.set(nextRetryAtMs - this.#options.clock.now(), () => this.#try());
    this.#recover(stage, nextRetryAtMs);
  }

  #recover(stage: RecoveryStage, nextRetryAtMs?: number): void {
    const { count: attempt, lastError: error } = this.#tries;
    const next = nextRetryAtMs === undefined ? {} : { nextRetryAtMs };
    this.#set({ kind: 'recovering', stage, attempt, ...next, ...(error && { error }) });
  }

  #set(status: RecoveryStatus): void {
    this.#status = status;
    this.emit('change', status);
  }
}
