import type { Clock, Undo } from '@remotemedia/base';
import type { ControlPort } from '../connection/control.ts';
import { Alarm } from './alarm.ts';

/** Topic of the control messages that are signs of life. */
const TOPIC = 'alive';
/** Longest time in which a peer is not asked although nothing came from it, in milliseconds. */
const ASK_AFTER_MS = 2_000;
/** How long a peer may owe an answer, in milliseconds. With the above it is found silent within 6 s. */
const PATIENCE_MS = 3_500;
/** The same while the page is hidden at either side: browsers let its timers run once a minute then, and may stop it. */
const HIDDEN_PATIENCE_MS = 66_000;

/** How long an answer may take when there is doubt, in milliseconds: at least, at most, and in round trips. */
const PROBE_PATIENCE = { leastMs: 350, mostMs: 3_000, roundTrips: 4 };

/** What a {@link Heartbeat} needs of its surroundings. */
export interface HeartbeatOptions {
  /** Carries the messages. */
  readonly control: ControlPort;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Whether nobody sees our page. */
  readonly isHidden: () => boolean;
  /** The peer owes an answer for too long; `isProbed` when there was doubt. */
  readonly onSilent: (how: { readonly isProbed: boolean }) => void;
  /** A sign of life came. */
  readonly onHeard: () => void;
}

/**
 * Finds out whether the page at the other side is alive. Who hears nothing for a while asks; the answer is given at once
 * when the question comes, by no timer, since those of hidden pages are slow. A peer that never answered any question is of
 * another make and never found silent.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stopListening: Undo;
  #isTheirsHidden = false;
  #knowsHow = false;
  #heardAtMs = 0;
  /** Whether a question is not answered yet, by whatever the peer says. */
  #isOwed = false;
  #askedAtMs = 0;
  #roundTripMs = 0;
  readonly #alarm: Alarm;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.clock);
    this.#stopListening = options.control.on(TOPIC, (body) => {
      this.#isTheirsHidden = body === 'ask hidden' || body === 'hidden';
      if (body === 'ask' || body === 'ask hidden') this.tell();
      else this.#roundTripMs = options.clock.now() - this.#askedAtMs;
      this.#knowsHow = true;
    });
  }

  /** Begins, or begins anew. The first question finds out whether the peer answers at all, and how quickly. */
  start(): void {
    this.#heardAtMs = this.#options.clock.now();
    this.ask();
  }

  /** Anything came from the peer. */
  heard(): void {
    this.#heardAtMs = this.#options.clock.now();
    if (this.#isOwed) this.#wait(0);
    this.#isOwed = false;
    this.#options.onHeard();
  }

  /** Whether the peer has shown that it answers. */
  get isUsable(): boolean {
    return this.#knowsHow;
  }

  /** For how long nothing has come, in milliseconds. */
  get silentMs(): number {
    return this.#options.clock.now() - this.#heardAtMs;
  }

  /** Asks now. */
  ask(): void {
    this.#ask({ isProbed: false });
  }

  /** Asks now, because there is doubt. */
  probe(): void {
    if (this.#knowsHow) this.#ask({ isProbed: true });
  }

  /** Tells the other side that we are there and whether anybody sees our page. */
  tell(): void {
    this.#say(this.#options.isHidden() ? 'hidden' : 'seen');
  }

  /** Stops. Calling it again does nothing. */
  close(): void {
    this.#alarm.clear();
    this.#stopListening();
  }

  get #patienceMs(): number {
    return this.#isTheirsHidden || this.#options.isHidden() ? HIDDEN_PATIENCE_MS : PATIENCE_MS;
  }

  get #probePatienceMs(): number {
    const { leastMs, mostMs, roundTrips } = PROBE_PATIENCE;
    return Math.min(mostMs, Math.max(leastMs, roundTrips * this.#roundTripMs));
  }

  #wait(sinceMs: number): void {
    this.#alarm.set(Math.max(0, ASK_AFTER_MS - sinceMs), () => {
      const quietMs = this.silentMs;
      if (quietMs < ASK_AFTER_MS) this.#wait(quietMs);
      else this.ask();
    });
  }

  #ask({ isProbed }: { readonly isProbed: boolean }): void {
    this.#askedAtMs = this.#options.clock.now();
    this.#isOwed = true;
    this.#say(this.#options.isHidden() ? 'ask hidden' : 'ask');
    this.#alarm.set(isProbed ? this.#probePatienceMs : this.#patienceMs, () => {
      if (this.#knowsHow) this.#options.onSilent({ isProbed });
      this.#wait(0);
    });
  }

  #say(what: 'ask' | 'ask hidden' | 'hidden' | 'seen'): void {
    this.#options.control.send(TOPIC, what);
  }
}
