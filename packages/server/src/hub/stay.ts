import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import type { PeerInfo, SignalingNotification } from '@remotemedia/protocol/webrtc';
import { type NumberedNotification, Outbox } from './outbox.ts';
import type { Member, Room } from './room.ts';

/** Where a stay's notifications go: one stream or socket of the peer. Methods are called synchronously and must not throw. */
export interface Outlet {
  /** There is something to {@link Stay.take}. */
  wake(): void;
  /** Nothing more will come: the stay is over, was cut off or goes on elsewhere. `reason` is absent after a clean leave. */
  end(reason: SdkError | undefined): void;
}

/** What a {@link Stay} needs from the hub. */
export interface StaySettings {
  /** Where time comes from. */
  readonly clock: Clock;
  /** How long the stay outlives its outlet, in milliseconds. */
  readonly graceMs: number;
  /** Names a stay that can be resumed; without it the stay ends with its outlet. */
  readonly token?: string | undefined;
  /** Number of the first notification. */
  readonly firstSeq: number;
  /** Called once, when the stay is over. */
  readonly onOver: (stay: Stay, reason: SdkError | undefined) => void;
}

/** One peer's time in one room: from announce until it leaves, is lost or is cut off. */
export class Stay implements Member {
  /** What the others know of the peer. */
  readonly info: PeerInfo;
  /** The room it is in. */
  readonly room: Room<Stay>;
  readonly #settings: StaySettings;
  readonly #outbox: Outbox;
  #outlet: Outlet | undefined;
  #stopGrace: Undo | undefined;
  #isOver = false;

  /** Made by the hub only, which puts it into the room. */
  constructor(info: PeerInfo, room: Room<Stay>, settings: StaySettings) {
    this.info = info;
    this.room = room;
    this.#settings = settings;
    this.#outbox = new Outbox({ firstSeq: settings.firstSeq, keepsSent: settings.token !== undefined });
  }

  /** The peer's id. */
  get peerId(): string {
    return this.info.peerId;
  }

  /** Secret that resumes this stay, where it can be resumed. */
  get token(): string | undefined {
    return this.#settings.token;
  }

  /** Whether the peer is gone for good. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the peer is out of touch and the time it may come back in runs. */
  get isWaiting(): boolean {
    return this.#stopGrace !== undefined;
  }

  /** Tells the peer news of the room, now or when it is back. A peer that does not keep up is cut off. */
  notify(notification: SignalingNotification): void {
    if (this.#isOver) return;
    if (this.#outbox.push(notification)) this.#outlet?.wake();
    else this.#finish(new SdkError('resource-exhausted', 'cut off: the peer did not read what it was sent'));
  }

  /**
   * Passes a message of another peer on, now or when this one is back. However much another peer sends, this stay
   * goes on: it is the sender who is refused.
   *
   * @throws {SdkError} `resource-exhausted` when too much waits already
   */
  deliver(from: PeerInfo, notification: SignalingNotification): void {
    if (this.#isOver) return;
    const admission = this.#outbox.pushFrom(from, notification);
    if (admission === 'admitted') {
      this.#outlet?.wake();
      return;
    }
    const unread = admission === 'full' ? 'what it was sent' : 'what you sent';
    throw new SdkError('resource-exhausted', `peer ${this.peerId} has not read ${unread}; try again later`);
  }

  /** Sends to `outlet` from now on; an outlet that was there before is ended with `aborted`. */
  attach(outlet: Outlet): void {
    this.#stopGrace?.();
    this.#stopGrace = undefined;
    const former = this.#outlet;
    this.#outlet = outlet;
    former?.end(new SdkError('aborted', 'this stay was taken up by a newer stream'));
  }

  /**
   * Sends to `outlet` what came after number `lastSeq`.
   *
   * @throws {SdkError} `out-of-range` for a number that was never given, `data-loss` when too much was missed
   */
  resume(outlet: Outlet, lastSeq: number): void {
    this.#outbox.rewind(lastSeq);
    this.attach(outlet);
  }

  /** The next notification for `outlet`; `undefined` when there is none or the outlet is not the current one. */
  take(outlet: Outlet): NumberedNotification | undefined {
    return outlet === this.#outlet ? this.#outbox.take() : undefined;
  }

  /** `outlet` is gone without a word: the stay ends, at once or when the time to come back is over. */
  lose(outlet: Outlet): void {
    if (outlet !== this.#outlet || this.#isOver) return;
    this.#outlet = undefined;
    const { clock, graceMs } = this.#settings;
    if (this.token === undefined || graceMs === 0) this.leave();
    else this.#stopGrace = clock.after(graceMs, () => this.leave());
  }

  /** The peer says goodbye through `outlet`: it leaves, unless the stay goes on elsewhere. */
  quit(outlet: Outlet): void {
    if (outlet === this.#outlet) this.leave();
  }

  /** The peer leaves the room at once. Calling it again does nothing. */
  leave(): void {
    this.#finish(undefined);
  }

  /** Ends the stay for a reason that its outlet is told. Calling it again does nothing. */
  cutOff(reason: SdkError): void {
    this.#finish(reason);
  }

  #finish(reason: SdkError | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopGrace?.();
    this.#stopGrace = undefined;
    this.#outbox.clear();
    this.#settings.onOver(this, reason);
    const outlet = this.#outlet;
    this.#outlet = undefined;
    outlet?.end(reason);
  }
}
