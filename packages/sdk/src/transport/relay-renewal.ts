import { SdkError, type Undo } from '@remotemedia/base';
import type { IceServerOffer, SignalingChannel } from '@remotemedia/signaling';
import { type IceServersAnswer, offerOf } from './ice-servers-answer.ts';
import type { RelayKeeper, RelayKeeperOptions } from './relay-keeper.ts';

/** Takes ICE servers as they come; what it takes to outlive those that run out is loaded once there are any. */
export class RelayRenewal {
  readonly #options: RelayKeeperOptions;
  #keeper: Promise<RelayKeeper> | undefined;
  #isClosed = false;
  #close: Undo = () => {};

  /** @param options see {@link RelayKeeperOptions} */
  constructor(options: RelayKeeperOptions) {
    this.#options = options;
  }

  /** The application gave these; they are in `iceServers` already. */
  takeOwn(answer: IceServersAnswer): void {
    this.#keep(offerOf(answer, Date.now()), (keeper) => keeper.takeOwn(answer));
  }

  /** The signaling server handed these out: connections are told at once. */
  takeOffered(offer: IceServerOffer): void {
    const { iceServers, peers } = this.#options;
    iceServers.take(
      offer,
      peers().map(({ connection }) => connection),
    );
    this.#keep(offer, (keeper) => keeper.takeOffered(offer));
  }

  /** Uses the servers that came with the room, and those that come before their credentials run out. */
  follow(events: Pick<SignalingChannel, 'on'>, first: IceServerOffer | undefined): void {
    if (first) this.takeOffered(first);
    events.on('iceServers', (offer) => this.takeOffered(offer));
    events.on('rejoined', ({ ice }) => ice && this.takeOffered(ice));
  }

  /** Asks nobody any more. Calling it again does nothing. */
  close(): void {
    this.#isClosed = true;
    this.#close();
  }

  #keep({ expiresInMs }: IceServerOffer, tell: (keeper: RelayKeeper) => void): void {
    if (this.#isClosed || (expiresInMs <= 0 && !this.#keeper)) return;
    this.#keeper ??= this.#load();
    this.#keeper.then(tell).catch((caught: unknown) => {
      this.#keeper = undefined;
      if (!this.#isClosed) this.#options.onError(SdkError.from(caught, 'unavailable'));
    });
  }

  async #load(): Promise<RelayKeeper> {
    const { RelayKeeper } = await import('./relay-keeper.ts');
    const keeper = new RelayKeeper(this.#options);
    this.#close = () => keeper.close();
    if (this.#isClosed) keeper.close();
    return keeper;
  }
}
