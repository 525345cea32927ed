import { type Clock, SdkError } from '@remotemedia/base';
import type { PeerId, PeerInfo } from '@remotemedia/signaling';
import type { MeshOptions } from '../mesh-options.ts';
import { ConnectionBudget } from './connection-budget.ts';

/** Decides whom a mesh connects to, and tells those whom it does not. */
export class Doorkeeper {
  readonly #options: MeshOptions;
  readonly #onRefused: (error: SdkError) => void;
  readonly #budget: ConnectionBudget;

  /** @param onRefused hears of a peer for which there was no room */
  constructor(options: MeshOptions, clock: Clock, onRefused: (error: SdkError) => void) {
    this.#options = options;
    this.#onRefused = onRefused;
    this.#budget = new ConnectionBudget(clock);
  }

  /** Whether our lists let a peer through; dismisses it if not. */
  accepts(info: PeerInfo): boolean {
    if (this.#options.accepts?.(info) !== false) return true;
    this.#options.channel.dismiss(info.id).catch(() => {});
    return false;
  }

  /** @throws {SdkError} why a peer may not be connected to on our own wish */
  check(info: PeerInfo, peerCount: number): void {
    if (this.#options.accepts?.(info) === false) {
      throw new SdkError('permission-denied', `our own lists do not let ${info.id} through`);
    }
    if (this.#isFull(peerCount)) throw new SdkError('resource-exhausted', `the mesh is full: ${this.#limit}`);
  }

  /** Whether there is room for one more; dismisses the peer if not. */
  hasRoom(id: PeerId, peerCount: number): boolean {
    if (!this.#isFull(peerCount)) return true;
    this.refuse(id, this.#limit);
    return false;
  }

  /** Whether a peer may have us make a connection now; counts it if so. */
  mayCall(id: PeerId): boolean {
    return this.#budget.take(id);
  }

  /** Dismisses a peer and says why. */
  refuse(id: PeerId, reason: string): void {
    this.#onRefused(new SdkError('resource-exhausted', `${id} was refused: ${reason}`));
    this.#options.channel.dismiss(id).catch(() => {});
  }

  get #limit(): string {
    return `maxPeers is ${this.#options.maxPeers}`;
  }

  #isFull(peerCount: number): boolean {
    return peerCount >= this.#options.maxPeers;
  }
}
