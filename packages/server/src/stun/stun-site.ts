import type { TransportAddress } from '@remotemedia/protocol/stun';

/** The addresses that a STUN server listens on, and which is the other of which. */
export class StunSite {
  readonly #first: TransportAddress | undefined;
  readonly #second: TransportAddress | undefined;

  /**
   * @param corners two addresses that share neither IP address nor port; with them, the server is at the other two
   * combinations of these as well
   */
  constructor(corners?: readonly [TransportAddress, TransportAddress]) {
    [this.#first, this.#second] = corners ?? [];
  }

  /** Whether there is a second address. */
  get hasAlternate(): boolean {
    return this.#second !== undefined;
  }

  /** The address of ours that differs from `at` in what is asked for; `undefined` without a second address. */
  otherOf(at: TransportAddress, changeAddress: boolean, changePort: boolean): TransportAddress | undefined {
    const [first, second] = [this.#first, this.#second];
    if (!first || !second) return undefined;
    const isFirstAddress = (at.address === first.address) !== changeAddress;
    const isFirstPort = (at.port === first.port) !== changePort;
    return { address: (isFirstAddress ? first : second).address, port: (isFirstPort ? first : second).port };
  }
}
