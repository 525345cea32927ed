import { type Clock, Disposables, SdkError, systemClock, type Undo } from '@remotemedia/base';
import { KnownNames } from '../redact/known-names.ts';
import { Pseudonyms } from '../redact/pseudonyms.ts';
import { redactText } from '../redact/redact-text.ts';
import { type JsonValue, redactValue } from '../redact/redact-value.ts';
import { BoundedLog } from './bounded-log.ts';
import type { DiagnosticsPeer, DiagnosticsSource } from './diagnostics-source.ts';
import { StatsDelta } from './stats-delta.ts';
import type { StatsEntry, TraceEvent } from './trace-event.ts';
import { watchConnection } from './watch-connection.ts';

/** Settings of a {@link DiagnosticsRecorder}. */
export interface RecorderOptions {
  /** Most events that are kept, and as many entries of statistics; 10 at least. @default 2000 */
  readonly maxEvents?: number | undefined;
  /** Most characters of events and statistics together, as JSON; half for each. 10,000 at least. @default 1_000_000 */
  readonly maxChars?: number | undefined;
  /** How often statistics are read, in milliseconds, 500 at least; `false` for never. @default 5000 */
  readonly statsIntervalMs?: number | false | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

/** A connection that is being watched. */
interface Watched {
  readonly name: string;
  readonly delta: StatsDelta;
  readonly undo: Undo;
}

/**
 * Records what happens to connections: what they are asked, what they say, how their numbers change, and whatever the
 * application adds. What it keeps is redacted the moment it comes, and bounded: the oldest goes first. Whoever makes a
 * recorder closes it.
 */
export class DiagnosticsRecorder {
  readonly #clock: Clock;
  readonly #startedMs: number;
  readonly #events: BoundedLog<TraceEvent>;
  readonly #stats: BoundedLog<StatsEntry>;
  readonly #names = new Pseudonyms();
  readonly #known = new KnownNames();
  readonly #hide = (text: string): string => this.#known.hide(text);
  readonly #watched = new Map<RTCPeerConnection, Watched>();
  readonly #undo = new Disposables();
  readonly #statsIntervalMs: number | false;
  #connections = 0;
  #stopTimer: Undo = () => {};
  #closed = false;

  /** @throws {SdkError} `invalid-argument` for a number out of range */
  constructor(options: RecorderOptions = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#startedMs = this.#clock.now();
    const maxEntries = atLeast('maxEvents', options.maxEvents ?? 2_000, 10);
    const maxChars = Math.floor(atLeast('maxChars', options.maxChars ?? 1_000_000, 10_000) / 2);
    const { statsIntervalMs = 5_000 } = options;
    this.#statsIntervalMs = statsIntervalMs === false ? false : atLeast('statsIntervalMs', statsIntervalMs, 500);
    this.#events = new BoundedLog({ maxEntries, maxChars });
    this.#stats = new BoundedLog({ maxEntries, maxChars });
  }

  /** What was kept of what happened, oldest first. */
  get events(): readonly TraceEvent[] {
    return this.#events.entries;
  }

  /** What was kept of the statistics, oldest first. */
  get stats(): readonly StatsEntry[] {
    return this.#stats.entries;
  }

  /** How many events and entries of statistics were too many or too large. */
  get dropped(): { readonly events: number; readonly stats: number } {
    return { events: this.#events.dropped, stats: this.#stats.dropped };
  }

  /** For how long it has been recording, in milliseconds. */
  get recordedMs(): number {
    return Math.round(this.#clock.now() - this.#startedMs);
  }

  /**
   * Adds an event of the application's. Of `data` numbers, booleans and short texts are kept, redacted; entries whose key
   * sounds like a secret, a name or a message are not.
   */
  record(kind: string, data?: unknown): void {
    this.#emit(redactText(this.#hide(kind)), data === undefined ? undefined : redactValue(data, this.#hide));
  }

  /** Adds an error. */
  recordError(caught: unknown): void {
    this.#emit('error', redactValue(SdkError.from(caught), this.#hide));
  }

  /** Records a connection until the returned function is called, or the connection or the recorder is closed. */
  watchConnection(connection: RTCPeerConnection, peerId?: string): Undo {
    const isOver = this.#closed || connection.signalingState === 'closed';
    if (isOver || this.#watched.has(connection)) return () => {};
    this.#connections += 1;
    const name = `connection-${this.#connections}`;
    this.#emit('connection', peerId === undefined ? undefined : { peer: this.#peerName(peerId) }, name);
    const undo = () => {
      if (!this.#watched.delete(connection)) return;
      unwatch();
      if (this.#watched.size === 0) this.#stopTimer();
    };
    const unwatch = watchConnection(connection, this.#names, (kind, data) => {
      this.#emit(kind, data, name);
      // Its owner is done with it, and so are we; but first it is to close.
      if (kind === 'call.close') queueMicrotask(undo);
    });
    this.#watched.set(connection, { name, delta: new StatsDelta(new Pseudonyms()), undo });
    this.#startTimer();
    return undo;
  }

  /** Records a transport and the connections of its peers, now and later, until the returned function is called. */
  watch(source: DiagnosticsSource): Undo {
    const undo = new Disposables();
    const peers = new Map<DiagnosticsPeer, Undo>();
    const compare = () => {
      this.#learnOwn(source);
      for (const peer of source.peers) {
        if (!peers.has(peer))
          peers.set(
            peer,
            peer.on('stateChange', (state) => this.#onPeerState(peer, state)),
          );
        this.#known.learn(peer.displayName ?? '', this.#peerName(peer.id));
        this.watchConnection(peer.connection, peer.id);
      }
      for (const [peer, forget] of peers) {
        if (source.peers.includes(peer)) continue;
        forget();
        peers.delete(peer);
      }
    };
    undo.add(source.on('peersChange', compare));
    undo.add(source.on('stateChange', (state) => this.record('transport.state', state)));
    undo.add(source.on('error', (payload) => this.recordError(errorIn(payload))));
    undo.add(() => {
      for (const forget of peers.values()) forget();
    });
    compare();
    const stop = () => undo.dispose();
    this.#undo.add(stop);
    return stop;
  }

  /** Reads the statistics of all connections now, beside the regular times. Never throws. */
  async sampleStats(): Promise<void> {
    await Promise.all([...this.#watched].map(([connection, watched]) => this.#sample(connection, watched)));
  }

  /** Stops recording; what was recorded can still be exported. Calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopTimer();
    this.#undo.dispose();
    for (const { undo } of [...this.#watched.values()]) undo();
  }

  #emit(kind: string, data?: JsonValue, connection?: string): void {
    if (this.#closed) return;
    const atMs = this.recordedMs;
    this.#events.push({ atMs, kind, ...(connection && { connection }), ...(data !== undefined && { data }) });
  }

  #onPeerState(peer: DiagnosticsPeer, state: unknown): void {
    this.#emit('peer.state', { peer: this.#peerName(peer.id), state: redactValue(state, this.#hide) });
    // A full reconnection brings another connection.
    this.watchConnection(peer.connection, peer.id);
  }

  #peerName(id: string): string {
    const name = this.#names.of('peer', id);
    this.#known.learn(id, name);
    return name;
  }

  #learnOwn({ peerId = '', displayName = '', room = '' }: DiagnosticsSource): void {
    for (const name of [peerId, displayName]) this.#known.learn(name, 'self');
    if (room !== '') this.#known.learn(room, this.#names.of('room', room));
  }

  #startTimer(): void {
    if (this.#statsIntervalMs === false || this.#closed || this.#watched.size !== 1) return;
    this.#stopTimer();
    const tick = async () => {
      await this.sampleStats();
      if (this.#watched.size === 0 || this.#closed) return;
      // Connections may have gone and come meanwhile, which began a timer, too.
      this.#stopTimer();
      this.#stopTimer = this.#clock.after(intervalMs, () => void tick());
    };
    const intervalMs = this.#statsIntervalMs;
    this.#stopTimer = this.#clock.after(intervalMs, () => void tick());
  }

  async #sample(connection: RTCPeerConnection, { name, delta, undo }: Watched): Promise<void> {
    // It may have been closed in a way that we do not see.
    if (connection.signalingState === 'closed') return undo();
    try {
      const changed = delta.next(await connection.getStats());
      if (this.#closed || Object.keys(changed).length === 0) return;
      this.#stats.push({ atMs: this.recordedMs, connection: name, changed });
    } catch {
      // It was closed meanwhile.
    }
  }
}

/** Transports announce errors together with whom they are about. */
function errorIn(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'error' in payload ? payload.error : payload;
}

function atLeast(field: string, value: number, min: number): number {
  if (typeof value === 'number' && value >= min && Number.isFinite(value)) return value;
  throw new SdkError('invalid-argument', `${field} must be a number from ${min}, got ${JSON.stringify(value)}`);
}
