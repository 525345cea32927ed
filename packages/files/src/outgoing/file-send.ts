import { Emitter } from '@remotemedia/base';
import type { OutgoingTransfer } from '../file-transfer.ts';
import { isOver, type TransferProgress } from '../transfer-state.ts';

/** What a {@link FileSend} announces. */
export interface FileSendEvents {
  /** More is there, at one receiver or another. */
  progress: TransferProgress;
}

/** One file on its way to one or several peers. */
export class FileSend extends Emitter<FileSendEvents> {
  /** Name that the receivers are told. */
  readonly name: string;
  /** One for each receiver. They go on or fail each for itself. */
  readonly transfers: readonly OutgoingTransfer[];
  /**
   * Settles when all are over: resolves when every receiver has the file, else rejects with why the first of
   * {@link FileSend.transfers} that has it not, has it not.
   */
  readonly finished: Promise<void>;

  /** Made by `FileTransfers.send`. */
  constructor(name: string, transfers: readonly OutgoingTransfer[]) {
    super();
    this.name = name;
    this.transfers = transfers;
    for (const transfer of transfers) transfer.on('progress', () => this.emit('progress', this.progress));
    this.finished = Promise.allSettled(transfers.map(({ finished }) => finished)).then((outcomes) => {
      this.removeAllListeners();
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure) throw failure.reason;
    });
    this.finished.catch(() => {});
  }

  /** Sums over all that are not over without success. The time is that of the slowest. */
  get progress(): TransferProgress {
    const sum = { bytes: 0, totalBytes: 0, bytesPerSecond: 0, remainingMs: 0 as number | undefined };
    for (const { state, progress } of this.transfers) {
      if (isOver(state) && state.kind !== 'done') continue;
      sum.bytes += progress.bytes;
      sum.totalBytes += progress.totalBytes;
      sum.bytesPerSecond += state.kind === 'done' ? 0 : progress.bytesPerSecond;
      sum.remainingMs =
        sum.remainingMs === undefined || progress.remainingMs === undefined
          ? undefined
          : Math.max(sum.remainingMs, progress.remainingMs);
    }
    return sum;
  }

  /** Cancels all that are not over. */
  cancel(): void {
    for (const transfer of this.transfers) transfer.cancel();
  }
}
