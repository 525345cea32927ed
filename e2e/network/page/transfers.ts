import type { WebRtcTransport } from '@remotemedia/sdk';
import { FileTransfers } from '@remotemedia/sdk/files';
import type { TransferReport } from './hooks.ts';
import { now } from './now.ts';

/** What both ends of a transfer tell. */
type Transfer = ReturnType<FileTransfers['send']>['transfers'][number] | FileTransfers['incoming'][number];

/** One file at a time, to a peer or from it. */
export class Transfers {
  readonly #files: FileTransfers;
  #latest: { readonly transfer: Transfer; readonly progressAt: number[] } | undefined;

  constructor(transport: WebRtcTransport) {
    this.#files = new FileTransfers(transport);
    this.#files.on('offer', (offer) => this.#follow(offer.accept({ sink: 'memory' })));
  }

  /** Sends random bytes to a peer. */
  start(peerId: string, sizeBytes: number): void {
    const [transfer] = this.#files.send(randomFile(sizeBytes), { to: peerId, name: 'random' }).transfers;
    if (transfer) this.#follow(transfer);
  }

  /** How it is doing. */
  get report(): TransferReport | undefined {
    if (!this.#latest) return undefined;
    const { transfer, progressAt } = this.#latest;
    const { state, progress } = transfer;
    const error = 'error' in state ? `: ${state.error.message}` : '';
    const isVerified = state.kind === 'done' && state.digest !== '';
    return { state: `${state.kind}${error}`, bytes: progress.bytes, progressAt, isVerified };
  }

  /** Ends it. */
  close(): void {
    this.#files.close();
  }

  #follow(transfer: Transfer): void {
    const progressAt: number[] = [];
    transfer.on('progress', () => progressAt.push(now()));
    this.#latest = { transfer, progressAt };
  }
}

/** Random bytes, which no layer can compress; a mebibyte is repeated, which no layer notices. */
function randomFile(sizeBytes: number): Blob {
  const piece = new Uint8Array(1_048_576);
  for (let from = 0; from < piece.length; from += 65_536) crypto.getRandomValues(piece.subarray(from, from + 65_536));
  const pieces = Array.from({ length: Math.ceil(sizeBytes / piece.length) }, () => piece);
  return new Blob(pieces).slice(0, sizeBytes);
}
