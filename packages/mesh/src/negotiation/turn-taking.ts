import { type Clock, Disposables, type Undo } from '@remotemedia/base';
import type { ControlPort } from '../connection/control.ts';

/** Topic of the control messages by which turns are agreed on. */
const TOPIC = 'turn';
/** How long the other side may take to answer or to use its turn, in milliseconds, before we go on without. */
const PATIENCE_MS = 3_000;

/** `ask`: may I offer? `yours`: you may. `done`: I need not any more. */
type TurnMessage = 'ask' | 'yours' | 'done';

/** What {@link TurnTaking} tells its owner. */
export interface TurnListener {
  /** We may offer now, or may again. */
  readonly onTurn: () => void;
  /** The other side wants to offer; {@link TurnTaking.lend} when nothing of ours is open. */
  readonly onAsked: () => void;
}

/**
 * Sees to it that two peers do not offer at the same time. The impolite one may offer whenever it likes; the polite one
 * asks first, and while it has the turn the other waits. Perfect negotiation stays underneath, for peers that do not
 * answer and for the time before there is a way to ask.
 */
export class TurnTaking {
  readonly #polite: boolean;
  readonly #clock: Clock;
  readonly #listener: TurnListener;
  readonly #control: ControlPort;
  readonly #undo = new Disposables();
  /** Polite: we asked and have no answer. Impolite: the other side did. */
  #isAsked = false;
  /** Polite: the turn is ours. Impolite: it is lent. */
  #isLent = false;
  #stopTimer: Undo = () => {};

  /** @param channel what `control` sends on, not yet open */
  constructor(
    control: ControlPort,
    channel: RTCDataChannel,
    options: { readonly polite: boolean; readonly clock: Clock } & TurnListener,
  ) {
    this.#polite = options.polite;
    this.#clock = options.clock;
    this.#listener = options;
    this.#control = control;
    this.#undo.listen(channel, 'open', () => this.#polite && this.#isAsked && this.#sendAsk());
    this.#undo.add(control.on(TOPIC, (message) => this.#receive(message)));
  }

  /** Whether we may offer now. If not, asks for the turn; `onTurn` says when it has come. */
  take(): boolean {
    if (!this.#polite) return !this.#isLent;
    if (this.#isLent) return true;
    if (!this.#isAsked) {
      this.#isAsked = true;
      this.#sendAsk();
    }
    return false;
  }

  /** Our offer is on its way, or need not be made any more. */
  finish({ isOffered }: { isOffered: boolean }): void {
    if (!this.#polite) return;
    if (this.#isLent && !isOffered) this.#send('done');
    this.#isLent = false;
    this.#isAsked = false;
    this.#stopTimer();
  }

  /** Gives the turn to the other side if it asked for it. */
  lend(): void {
    if (this.#polite || !this.#isAsked) return;
    this.#isAsked = false;
    this.#isLent = true;
    this.#send('yours');
    this.#startTimer(() => this.takeBack());
  }

  /** The other side's offer came, or will not come any more. */
  takeBack(): void {
    if (this.#polite || !this.#isLent) return;
    this.#isLent = false;
    this.#stopTimer();
    this.#listener.onTurn();
  }

  /** Stops. Calling it again does nothing. */
  close(): void {
    this.#stopTimer();
    this.#undo.dispose();
  }

  #receive(message: unknown): void {
    if (this.#polite) {
      if (message === 'yours') this.#gotTurn();
    } else if (message === 'ask') {
      this.#isAsked = true;
      this.#listener.onAsked();
    } else if (message === 'done') {
      this.takeBack();
    }
  }

  #gotTurn(): void {
    this.#stopTimer();
    this.#isAsked = false;
    this.#isLent = true;
    this.#listener.onTurn();
  }

  #sendAsk(): void {
    this.#send('ask');
    this.#startTimer(() => this.#gotTurn());
  }

  #startTimer(callback: () => void): void {
    this.#stopTimer();
    this.#stopTimer = this.#clock.after(PATIENCE_MS, callback);
  }

  #send(message: TurnMessage): void {
    this.#control.send(TOPIC, message);
  }
}
