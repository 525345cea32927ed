import { type Clock, Disposables, type Undo } from '@remotemedia/base';

/** How often the clocks are compared, in milliseconds. */
const TICK_MS = 5_000;
/** A tick that is later than this, in milliseconds, means that the machine slept. */
const SLEEP_MS = 10_000;
/** The same for a hidden page, whose timers run once a minute. */
const HIDDEN_SLEEP_MS = 70_000;

/** What may have happened to our own path. `seen` and `hidden`: the page is looked at, or not any more. */
export type PathSign = 'offline' | 'online' | 'network' | 'wake' | 'seen' | 'hidden';

/** What {@link PathWatch} looks at; what is missing is not looked at. */
export interface PathSources {
  /** Says `offline` and `online`. */
  readonly window?: EventTarget | undefined;
  /** Says whether the page is seen. */
  readonly document?: (EventTarget & { readonly visibilityState: string }) | undefined;
  /** Network Information API (WICG): says that the way to the network changed. */
  readonly connection?: EventTarget | undefined;
  /** Time of day in milliseconds, which goes on while the machine sleeps. */
  readonly wallMs: () => number;
}

/** The page we run in. */
export function pageSources(): PathSources {
  const { window, document, navigator } = globalThis;
  const { connection } = (navigator ?? {}) as { connection?: EventTarget };
  return { window, document, connection, wallMs: () => Date.now() };
}

/** Notices what happens to our own way to the network, and whether the page is seen. */
export class PathWatch {
  readonly #clock: Clock;
  readonly #sources: PathSources;
  readonly #onSign: (sign: PathSign) => void;
  readonly #undo = new Disposables();
  #isOffline = false;
  #stopTimer: Undo = () => {};

  /** Watches from now on. */
  constructor(clock: Clock, onSign: (sign: PathSign) => void, sources: PathSources) {
    this.#clock = clock;
    this.#onSign = onSign;
    this.#sources = sources;
    const { window, document, connection } = sources;
    if (window)
      for (const sign of ['offline', 'online'] as const) this.#undo.listen(window, sign, () => this.#on(sign));
    if (connection) this.#undo.listen(connection, 'change', () => onSign('network'));
    if (document) this.#undo.listen(document, 'visibilitychange', () => onSign(this.isHidden ? 'hidden' : 'seen'));
    this.#undo.add(() => this.#stopTimer());
    this.#tick();
  }

  /** Whether the browser has gone offline since. What it says at first is not believed: it may be wrong. */
  get isOffline(): boolean {
    return this.#isOffline;
  }

  /** Whether nobody sees the page. */
  get isHidden(): boolean {
    return this.#sources.document?.visibilityState === 'hidden';
  }

  /** Stops. Calling it again does nothing. */
  close(): void {
    this.#undo.dispose();
  }

  #on(sign: 'offline' | 'online'): void {
    this.#isOffline = sign === 'offline';
    this.#onSign(sign);
  }

  #tick(): void {
    const dueMs = this.#sources.wallMs() + TICK_MS;
    this.#stopTimer = this.#clock.after(TICK_MS, () => {
      const lateMs = this.#sources.wallMs() - dueMs;
      this.#tick();
      if (lateMs > (this.isHidden ? HIDDEN_SLEEP_MS : SLEEP_MS)) this.#onSign('wake');
    });
  }
}
