import type { Clock, Undo } from '@remotemedia/base';

/** How often the receivers are looked at, in milliseconds. */
const TICK_MS = 100;
/** How long nothing may arrive where something did, in milliseconds. */
const STALL_MS = 400;

/**
 * Notices when all media of a connection stop to arrive. That happens for harmless reasons, too, so it is only a reason to
 * ask; but it shows a lost path seconds before the browser does. Source: W3C WebRTC §5.3, `getSynchronizationSources`.
 */
export class MediaWatch {
  readonly #connection: RTCPeerConnection;
  readonly #clock: Clock;
  readonly #onStall: () => void;
  readonly #onReturn: () => void;
  /** When the newest packet was played, in the browser's time. */
  #newest = 0;
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #isFlowing = false;
  #hasStalled = false;
  #stopTimer: Undo = () => {};

  /** Watches from now on. @param on hears when media stop, and when they are back */
  constructor(
    connection: RTCPeerConnection,
    clock: Clock,
    on: { readonly stall: () => void; readonly return: () => void },
  ) {
    this.#connection = connection;
    this.#clock = clock;
    this.#onStall = on.stall;
    this.#onReturn = on.return;
    this.#wait();
  }

  /** Whether something arrived a moment ago. */
  get isFlowing(): boolean {
    return this.#isFlowing;
  }

  /** Stops. Calling it again does nothing. */
  close(): void {
    this.#stopTimer();
  }

  #wait(): void {
    const dueMs = this.#clock.now() + TICK_MS;
    this.#stopTimer = this.#clock.after(TICK_MS, () => {
      this.#wait();
      const nowMs = this.#clock.now();
      // A page that was busy, or whose timers are slow, has not looked.
      this.#look(nowMs, nowMs - dueMs > TICK_MS);
    });
  }

  #look(nowMs: number, isLate: boolean): void {
    const newest = newestOf(this.#connection);
    if (newest !== this.#newest || isLate) {
      const isBack = this.#hasStalled && newest > this.#newest;
      this.#isFlowing ||= newest > this.#newest;
      this.#newest = newest;
      this.#changedAtMs = nowMs;
      if (!isBack) return;
      this.#hasStalled = false;
      this.#onReturn();
    } else if (this.#isFlowing && nowMs - this.#changedAtMs >= STALL_MS) {
      this.#isFlowing = false;
      this.#hasStalled = true;
      this.#onStall();
    }
  }
}

function newestOf(connection: RTCPeerConnection): number {
  let newest = 0;
  for (const receiver of connection.getReceivers()) {
    for (const { timestamp } of receiver.getSynchronizationSources()) newest = Math.max(newest, timestamp);
  }
  return newest;
}
