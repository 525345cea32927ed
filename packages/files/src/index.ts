export type {
  FileTransfer,
  IncomingTransfer,
  OutgoingTransfer,
  ReceivedFile,
  TransferEvents,
} from './file-transfer.ts';
export { FileTransfers, type FileTransfersEvents, type SendFileOptions } from './file-transfers.ts';
export type { AcceptOptions, FileOffer } from './incoming/file-offer.ts';
export type { FileTransfersOptions } from './options.ts';
export type { FileSend, FileSendEvents } from './outgoing/file-send.ts';
export type { SinkChoice } from './sinks/choose-sink.ts';
export type { FileSink, StoredPiece } from './sinks/file-sink.ts';
export type { StoredFile } from './sinks/file-store.ts';
export { saveToDisk } from './sinks/save-to-disk.ts';
export type { TransferProgress, TransferState } from './transfer-state.ts';
export type { FileLane, FilePeer, FileTransport } from './transport-port.ts';
