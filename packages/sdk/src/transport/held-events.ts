import { Emitter, type Undo } from '@remotemedia/base';
import type { SignalingChannel, SignalingEvents } from '@remotemedia/signaling';

/** All that a channel announces. */
const NAMES: { readonly [Name in keyof SignalingEvents]: true } = {
  rejoined: true,
  signal: true,
  peerJoined: true,
  peerLeft: true,
  dismissed: true,
  peerUpdated: true,
  iceServers: true,
  stateChange: true,
};

/**
 * The events of a channel, held back until those who take them are there, and then in their order. It is made before the
 * channel joins; that the wait has an end is up to its owner.
 */
export class HeldEvents extends Emitter<SignalingEvents> {
  readonly #undo: readonly Undo[];
  #held: (() => void)[] | undefined = [];

  /** @param channel listened to from now on */
  constructor(channel: Pick<SignalingChannel, 'on'>) {
    super();
    this.#undo = (Object.keys(NAMES) as (keyof SignalingEvents)[]).map((name) => this.#hold(channel, name));
  }

  /** Announces what was held; what comes from now on is announced at once. */
  release(): void {
    // What comes of an announcement stands in line behind the rest: the list may grow meanwhile.
    for (const announce of this.#held ?? []) announce();
    this.#held = undefined;
  }

  /** Forgets what is held, and every listener. Calling it again does nothing. */
  close(): void {
    for (const undo of this.#undo) undo();
    this.#held = undefined;
    this.removeAllListeners();
  }

  #hold<Name extends keyof SignalingEvents>(channel: Pick<SignalingChannel, 'on'>, name: Name): Undo {
    return channel.on(name, (payload) => this.#take(() => this.emit(name, ...([payload] as never))));
  }

  #take(announce: () => void): void {
    if (this.#held) this.#held.push(announce);
    else announce();
  }
}
