import { SdkError } from '@remotemedia/base';
import type { IncomingTransfer } from '../file-transfer.ts';
import type { SinkChoice } from '../sinks/choose-sink.ts';
import type { ReceiverSide } from './receiver-side.ts';

/** How an offer is accepted. */
export interface AcceptOptions {
  /** Where the file goes. @default 'store' where the browser has one, else 'memory' */
  readonly sink?: SinkChoice | undefined;
}

/** A file that a peer would send. Nothing comes before it is accepted. */
export class FileOffer {
  /** Who offers it. */
  readonly peer: { readonly id: string; readonly displayName: string };
  /** Bytes that are in the store from an earlier try and need not come again. */
  readonly storedBytes: number;
  readonly #transfer: ReceiverSide;
  readonly #open: (choice: SinkChoice | undefined) => void;

  /** @param open opens the chosen place and begins */
  constructor(
    transfer: ReceiverSide,
    about: { readonly displayName: string; readonly storedBytes: number },
    open: (choice: SinkChoice | undefined) => void,
  ) {
    this.#transfer = transfer;
    this.peer = { id: transfer.peerId, displayName: about.displayName };
    this.storedBytes = about.storedBytes;
    this.#open = open;
  }

  /** Name, made safe to show and to write: no path, nothing invisible, at most 255 bytes. */
  get name(): string {
    return this.#transfer.name;
  }

  /** Media type, as the sender said: it may not be true. */
  get type(): string {
    return this.#transfer.type;
  }

  /** Length of the file; no more than this comes. */
  get sizeBytes(): number {
    return this.#transfer.sizeBytes;
  }

  /** The transfer that the offer becomes; its state tells when the offer has lapsed. */
  get transfer(): IncomingTransfer {
    return this.#transfer;
  }

  /**
   * Takes the file.
   *
   * @throws {SdkError} `failed-precondition` when it was answered before or has lapsed
   */
  accept({ sink }: AcceptOptions = {}): IncomingTransfer {
    const { kind } = this.#transfer.state;
    if (kind !== 'offered') throw new SdkError('failed-precondition', `the offer is no longer open: it is ${kind}`);
    this.#open(sink);
    return this.#transfer;
  }

  /** Does not take it; the sender is told why. Does nothing when it was answered before or has lapsed. */
  refuse(reason = 'the receiver does not want it'): void {
    this.#transfer.refuse(new SdkError('permission-denied', reason));
  }
}
