import { Emitter, SdkError, type Undo } from '@remotemedia/base';
import type { IncomingTransfer, OutgoingTransfer } from './file-transfer.ts';
import type { FileOffer } from './incoming/file-offer.ts';
import { type FileSettings, type FileTransfersOptions, settingsOf } from './options.ts';
import { FileSend } from './outgoing/file-send.ts';
import { PieceSource } from './outgoing/piece-source.ts';
import { SenderSide } from './outgoing/sender-side.ts';
import { PeerLink } from './peer-link.ts';
import { FileStore, type StoredFile } from './sinks/file-store.ts';
import type { FilePeer, FileTransport } from './transport-port.ts';

/** What {@link FileTransfers} announce. */
export interface FileTransfersEvents {
  /** A peer offers a file: accept or refuse it. Without a listener, offers are refused. */
  offer: FileOffer;
  /** A peer sent what it should not have, and that was passed over; or the store could not be looked through. */
  fault: { readonly peerId: string | undefined; readonly error: SdkError };
}

/** How a file is sent. */
export interface SendFileOptions {
  /** Who is to have it: ids of peers. @default everybody who is in the room now */
  readonly to?: string | readonly string[] | undefined;
  /** Name that the receivers are told. @default the file's, or "file" for a Blob */
  readonly name?: string | undefined;
  /** Cancels the transfers. */
  readonly signal?: AbortSignal | undefined;
}

/** Files to and from the peers of a room. */
export class FileTransfers extends Emitter<FileTransfersEvents> {
  readonly #transport: FileTransport;
  readonly #settings: FileSettings;
  readonly #store: FileStore | undefined;
  readonly #links = new Map<string, PeerLink>();
  readonly #undo: Undo;
  #nextId = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  #isClosed = false;

  /**
   * Takes part in transfers from now on. The transport stays the caller's.
   *
   * @throws {SdkError} `invalid-argument` for an option that is no number or negative
   */
  constructor(transport: FileTransport, options: FileTransfersOptions = {}) {
    super();
    this.#transport = transport;
    this.#settings = settingsOf(options);
    const { maxStoredMs: maxAgeMs, maxStoredBytes: maxBytes } = this.#settings;
    this.#store = FileStore.isAvailable() ? new FileStore({ maxAgeMs, maxBytes }) : undefined;
    this.#undo = transport.on('peersChange', () => this.#follow());
    this.#follow();
    this.#store?.sweep().catch((error) => this.emit('fault', { peerId: undefined, error: SdkError.from(error) }));
  }

  /** What peers offer or send to us and is not over. */
  get incoming(): readonly IncomingTransfer[] {
    return [...this.#links.values()].flatMap((link) => link.incoming.transfers);
  }

  /** What we send and is not over. */
  get outgoing(): readonly OutgoingTransfer[] {
    return [...this.#links.values()].flatMap((link) => link.outgoing);
  }

  /**
   * Offers a file and sends it to those who accept it. Several can be under way at one time and share the lane. To go on
   * with one that was broken off by a reload, send the same file again.
   *
   * @throws {SdkError} `not-found` when a receiver is not in the room, `failed-precondition` when nobody is,
   *   `cancelled` after `close()` or when `signal` has aborted
   */
  send(file: Blob, { to, name = nameOf(file), signal }: SendFileOptions = {}): FileSend {
    if (this.#isClosed) throw new SdkError('cancelled', 'the file transfers were closed');
    if (signal?.aborted) throw new SdkError('cancelled', 'the caller had aborted it before it was sent');
    const links = this.#receivers(to);
    const source = PieceSource.open(file, name);
    const { idleTimeoutMs, offerTimeoutMs, clock } = this.#settings;
    const answerTimeoutMs = offerTimeoutMs + idleTimeoutMs;
    const transfers = links.map(([peerId, link]) => {
      const options = { id: this.#newId(), peerId, idleTimeoutMs, answerTimeoutMs, clock };
      const transfer = new SenderSide({ name, sizeBytes: file.size, source }, options);
      link.add(transfer);
      return transfer;
    });
    const send = new FileSend(name, transfers);
    const cancel = () => send.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const over = () => {
      signal?.removeEventListener('abort', cancel);
      source.then((opened) => opened.forget()).catch(() => {});
    };
    send.finished.then(over, over);
    return send;
  }

  /** Received files, and parts of such, that are in the store and that no transfer uses; newest first. */
  async stored(): Promise<readonly StoredFile[]> {
    return this.#store ? this.#store.list() : [];
  }

  /**
   * Ends all transfers, with `unavailable` at the other side. Parts in the store stay, to go on from. Calling it again
   * does nothing.
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#undo();
    for (const link of this.#links.values()) link.close(new SdkError('unavailable', 'the file transfers were closed'));
    this.#links.clear();
    this.#store?.close();
    this.removeAllListeners();
  }

  #receivers(to: string | readonly string[] | undefined): readonly (readonly [string, PeerLink])[] {
    const ids = to === undefined ? this.#transport.peers.map(({ id }) => id) : typeof to === 'string' ? [to] : to;
    if (ids.length === 0) throw new SdkError('failed-precondition', 'there is nobody to send the file to');
    const here = new Set(this.#transport.peers.map(({ id }) => id));
    return [...new Set(ids)].map((id) => {
      const link = here.has(id) && this.#links.get(id);
      if (!link) throw new SdkError('not-found', `there is no peer ${id} in the room`);
      return [id, link] as const;
    });
  }

  #newId(): number {
    this.#nextId = (this.#nextId + 1) >>> 0;
    return this.#nextId;
  }

  #follow(): void {
    const here = new Map(this.#transport.peers.map((peer) => [peer.id, peer] as const));
    for (const peer of here.values()) this.#linkOf(peer).present(peer);
    for (const [id, link] of this.#links) {
      if (!here.has(id)) link.gone(() => this.#links.delete(id));
    }
  }

  #linkOf(peer: FilePeer): PeerLink {
    const known = this.#links.get(peer.id);
    if (known) return known;
    const link = new PeerLink(peer, {
      settings: this.#settings,
      store: this.#store,
      onOffer: (offer) => {
        if (this.listenerCount('offer') === 0) return false;
        this.emit('offer', offer);
        return true;
      },
      onFault: (error) => this.emit('fault', { peerId: peer.id, error }),
    });
    this.#links.set(peer.id, link);
    return link;
  }
}

function nameOf(file: Blob): string {
  return 'name' in file && typeof file.name === 'string' && file.name !== '' ? file.name : 'file';
}
