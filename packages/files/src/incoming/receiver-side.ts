import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import { identityKey, wholeDigest } from '../digest.ts';
import type { IncomingTransfer, ReceivedFile } from '../file-transfer.ts';
import { IdleWatch } from '../idle-watch.ts';
import type { FileIdentity } from '../layout.ts';
import type { OpenLane } from '../open-lane.ts';
import { ProgressMeter } from '../progress-meter.ts';
import type { FileSink } from '../sinks/file-sink.ts';
import { Transfer } from '../transfer.ts';
import { isOver, type TransferState } from '../transfer-state.ts';
import { MAX_WINDOW_PIECES } from '../wire/control.ts';
import type { FileFrame } from '../wire/frames.ts';
import { safeFileName } from './file-name.ts';
import { PieceReceiver } from './piece-receiver.ts';

/** From whom, and what goes with it. */
export interface IncomingOptions {
  /** Number that the sender gave it. */
  readonly id: number;
  /** Who sends it. */
  readonly peerId: string;
  /** Bytes that may be here without being written. */
  readonly windowBytes: number;
  /** Longest time in which nothing comes although the way is there, in milliseconds. */
  readonly idleTimeoutMs: number;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** Failures after which the same file may be offered again and go on: what is there is kept. */
const KEPT_AFTER: ReadonlySet<string> = new Set(['unavailable', 'deadline-exceeded']);

/** Our side of a file that a peer sends to us. */
export class ReceiverSide extends Transfer<ReceivedFile> implements IncomingTransfer {
  /** Who sends it. */
  readonly peerId: string;
  /** Name, made safe to show and to write. */
  readonly name: string;
  /** Media type, as the sender said. */
  readonly type: string;
  /** Length of the file. */
  readonly sizeBytes: number;
  /** What the sender knows the file by. */
  readonly identity: FileIdentity;
  readonly #meter: ProgressMeter;
  readonly #idle: IdleWatch;
  readonly #windowPieces: number;
  readonly #life = new AbortController();
  #id: number;
  #lane: OpenLane | undefined;
  #sink: Promise<FileSink> | undefined;
  #receiver: Promise<PieceReceiver> | undefined;
  /** Set while the sender knows what we have, and so may send. */
  #takes: PieceReceiver | undefined;
  #endDigest: string | undefined;
  #isFinishing = false;
  /** Set when the sink comes to its end. */
  #ending: Promise<unknown> | undefined;
  #isWayUp = false;
  #onEnd: Undo | undefined;

  /** Made when an offer comes. */
  constructor(identity: FileIdentity, { id, peerId, windowBytes, idleTimeoutMs, clock }: IncomingOptions) {
    const meter = new ProgressMeter(clock, identity.sizeBytes);
    super(meter);
    this.#meter = meter;
    this.#id = id;
    this.peerId = peerId;
    this.identity = identity;
    this.name = safeFileName(identity.name);
    this.type = identity.type;
    this.sizeBytes = identity.sizeBytes;
    this.#windowPieces = Math.min(MAX_WINDOW_PIECES, Math.max(2, Math.floor(windowBytes / identity.pieceBytes)));
    this.#idle = new IdleWatch(clock, idleTimeoutMs, () => this.#onIdle(idleTimeoutMs));
  }

  /** Number that the sender gives it now. */
  get id(): number {
    return this.#id;
  }

  /** Whether a sender is heard on a lane now. */
  get isAttached(): boolean {
    return this.#lane !== undefined;
  }

  override cancel(): void {
    this.#stop({ kind: 'cancelled', by: 'receiver' }, new SdkError('cancelled', 'the receiver cancelled it'), true);
  }

  /** Ends it for a reason of ours. */
  fail(error: SdkError): void {
    this.#stop({ kind: 'failed', error }, error, true);
  }

  /** Calls `listener` once when it is over. */
  onEnd(listener: Undo): void {
    this.#onEnd = listener;
  }

  /** There is a lane again: a sender that does not offer the file on it soon has given it up. */
  expectOffer(): void {
    this.#idle.start();
  }

  /** The sender offers it on this lane, as number `id`. */
  attach(lane: OpenLane, id: number): void {
    this.#idle.stop();
    this.#lane = lane;
    this.#id = id;
    if (this.#receiver) this.#accept(lane);
  }

  /** The lane is gone; the transfer waits for the next. */
  detach(): void {
    this.#lane = undefined;
    this.#takes = undefined;
    this.#endDigest = undefined;
    this.#idle.stop();
    void this.#receiver?.then(
      (receiver) => receiver.interrupt(),
      () => {},
    );
    this.#show();
  }

  /** Says whether the connection carries anything now. */
  setWayUp(isUp: boolean): void {
    this.#isWayUp = isUp;
    this.#idle.touch();
    this.#show();
  }

  /** Takes it. */
  accept(sink: Promise<FileSink>): void {
    this.enter({ kind: 'accepted' });
    this.#sink = sink;
    this.#receiver = sink.then((opened) => this.#load(opened));
    this.#receiver.catch((error) => this.fail(SdkError.from(error, 'internal')));
    if (this.#lane) this.#accept(this.#lane);
  }

  /** Does not take it. */
  refuse(error: SdkError): void {
    const lane = this.#lane;
    if (this.state.kind !== 'offered' || !this.finish({ kind: 'refused', error }, error)) return;
    lane?.tell({ t: 'refuse', id: this.#id, error });
    this.#letGo();
  }

  /** The sender sends. @throws {SdkError} `invalid-argument` or `data-loss`: it should not have */
  onFrame(frame: FileFrame): void {
    const receiver = this.#takes;
    if (!receiver) throw new SdkError('invalid-argument', 'the sender sends what was not accepted yet');
    // What is checked must stay as it is. On another lane the sender may say its digests once more meanwhile.
    if (this.#isFinishing) return;
    this.#idle.touch();
    if (frame.kind === 'data') receiver.add(frame.bytes);
    else if (frame.kind === 'piece') receiver.begin(frame.index, frame.digest);
    else receiver.compare(frame.first, frame.digests);
  }

  /** The sender has sent everything. @throws {SdkError} `invalid-argument` when nothing was accepted yet */
  onSentAll(digest: string): void {
    if (!this.#takes) throw new SdkError('invalid-argument', '"end" came before "accept"');
    this.#endDigest = digest;
    this.#finishIfWhole();
  }

  /** The sender gives up. */
  onStop(error: SdkError): void {
    const byUser = error.code === 'cancelled';
    this.#stop(byUser ? { kind: 'cancelled', by: 'sender' } : { kind: 'failed', error }, error, false);
  }

  async #load(sink: FileSink): Promise<PieceReceiver> {
    const receiver: PieceReceiver = new PieceReceiver(this.identity, sink, this.#windowPieces, {
      onBytes: (bytes) => this.moved(bytes),
      onWritten: (index) => this.#onWritten(receiver, index),
      onDamaged: (piece) => this.#lane?.tell({ t: 'again', id: this.#id, piece }),
      onError: (error) => this.fail(error),
    });
    await receiver.load(this.#life.signal);
    return receiver;
  }

  /** Tells the sender what we have; from then on it may send. */
  #accept(lane: OpenLane): void {
    const tell = async (receiver: PieceReceiver) => {
      await receiver.interrupt();
      if (this.#lane !== lane || isOver(this.state)) return;
      this.#takes = receiver;
      this.#meter.restart(receiver.haveBytes);
      lane.tell({ t: 'accept', id: this.#id, have: receiver.have, window: this.#windowPieces });
      this.#idle.start();
      this.#show();
    };
    // Its failure is the transfer's: see where it was begun.
    this.#receiver?.then(tell).catch(() => {});
  }

  #onWritten(receiver: PieceReceiver, piece: number): void {
    // What was written after its lane had gone is in what the next one is told that we have.
    if (this.#takes !== receiver) return;
    this.#lane?.tell({ t: 'ack', id: this.#id, piece });
    this.#finishIfWhole();
  }

  #finishIfWhole(): void {
    const digests = this.#takes?.whole;
    const digest = this.#endDigest;
    if (!digests || !digest || this.#isFinishing) return;
    this.#isFinishing = true;
    this.#idle.stop();
    this.#finish(digests, digest).catch((error) => this.fail(SdkError.from(error, 'internal')));
  }

  async #finish(digests: readonly Uint8Array[], digest: string): Promise<void> {
    const { identity } = this;
    const isThatFile = (await identityKey(identity, digests[0])) === identity.key;
    if (!isThatFile || (await wholeDigest(identity, digests)) !== digest) {
      throw new SdkError('data-loss', 'what arrived is not the file that was offered');
    }
    const sink = await this.#sink;
    if (!sink || isOver(this.state)) return;
    const ending = sink.finish();
    this.#ending = ending;
    const file = await ending;
    const result = { file, digest, discard: () => sink.discard() };
    const lane = this.#lane;
    if (!this.finish({ kind: 'done', digest }, { result })) return;
    lane?.tell({ t: 'done', id: this.#id, digest });
    this.#letGo();
  }

  #onIdle(limitMs: number): void {
    if (this.#isWayUp) this.fail(new SdkError('deadline-exceeded', `the sender sent nothing for ${limitMs} ms`));
    else this.#idle.start();
  }

  #show(): void {
    if (!this.#receiver) return;
    if (this.#takes && this.#isWayUp) this.enter({ kind: 'receiving' });
    else if (!this.#lane || !this.#isWayUp) this.enter({ kind: 'waiting', reason: 'connection' });
  }

  #stop(state: TransferState, error: SdkError, isTold: boolean): void {
    const lane = this.#lane;
    if (!this.finish(state, error)) return;
    if (isTold) lane?.tell({ t: 'stop', id: this.#id, side: 'receiver', error });
    this.#putAway(KEPT_AFTER.has(error.code)).catch(() => {});
    this.#letGo();
  }

  async #putAway(isKept: boolean): Promise<void> {
    const sink = await this.#sink;
    if (!sink) return;
    const receiver = await this.#receiver?.catch(() => undefined);
    await receiver?.interrupt();
    // It has one thing to do at a time, also when the file becomes whole while it is being cancelled.
    await this.#ending?.catch(() => {});
    if (isKept && sink.keep) await sink.keep();
    else await sink.discard();
  }

  #letGo(): void {
    this.#life.abort();
    this.#idle.stop();
    this.#lane = this.#takes = undefined;
    this.#onEnd?.();
  }
}
