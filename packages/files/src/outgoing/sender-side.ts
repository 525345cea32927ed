import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import type { OutgoingTransfer } from '../file-transfer.ts';
import { IdleWatch } from '../idle-watch.ts';
import { pieceCount } from '../layout.ts';
import type { OpenLane } from '../open-lane.ts';
import { ProgressMeter } from '../progress-meter.ts';
import { Transfer } from '../transfer.ts';
import { isOver, type TransferState } from '../transfer-state.ts';
import type { Control } from '../wire/control.ts';
import { PieceSender, type Wanted } from './piece-sender.ts';
import type { PieceSource } from './piece-source.ts';

/** A file as the caller of `send` gave it. */
export interface OutgoingFile {
  /** Name that the receiver is told. */
  readonly name: string;
  /** Length. */
  readonly sizeBytes: number;
  /** The file, once its first piece was read. */
  readonly source: Promise<PieceSource>;
}

/** To whom, and what goes with it. */
export interface OutgoingOptions {
  /** Number of the transfer; no other of this page has it. */
  readonly id: number;
  /** Who is to have it. */
  readonly peerId: string;
  /** Longest time in which nothing moves although the way is there, in milliseconds. */
  readonly idleTimeoutMs: number;
  /** Longest time that the receiver may take to answer, in milliseconds. */
  readonly answerTimeoutMs: number;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** What the receiver may say. */
export type Answer = Extract<Control, { readonly t: 'accept' | 'refuse' | 'ack' | 'again' | 'done' | 'stop' }>;

/** Our side of a file that we send to one peer. */
export class SenderSide extends Transfer<string> implements OutgoingTransfer {
  /** Who is to have it. */
  readonly peerId: string;
  /** Number of the transfer. */
  readonly id: number;
  /** Name that the receiver is told. */
  readonly name: string;
  /** Length of the file. */
  readonly sizeBytes: number;
  readonly #meter: ProgressMeter;
  readonly #idle: IdleWatch;
  readonly #unanswered: IdleWatch;
  readonly #life = new AbortController();
  #source: PieceSource | undefined;
  #lane: OpenLane | undefined;
  #sender: PieceSender | undefined;
  #endDigest: string | undefined;
  #isWayUp = false;
  #wasAccepted = false;
  #onEnd: Undo | undefined;

  /** Made by `FileTransfers.send`. */
  constructor(file: OutgoingFile, { id, peerId, idleTimeoutMs, answerTimeoutMs, clock }: OutgoingOptions) {
    const meter = new ProgressMeter(clock, file.sizeBytes);
    super(meter);
    this.#meter = meter;
    this.id = id;
    this.peerId = peerId;
    this.name = file.name;
    this.sizeBytes = file.sizeBytes;
    this.#idle = new IdleWatch(clock, idleTimeoutMs, () =>
      this.#onIdle(this.#idle, `took nothing for ${idleTimeoutMs}`),
    );
    this.#unanswered = new IdleWatch(clock, answerTimeoutMs, () =>
      this.#onIdle(this.#unanswered, `did not answer for ${answerTimeoutMs}`),
    );
    file.source.then(
      (source) => this.#onOpened(source),
      (error) => this.fail(SdkError.from(error)),
    );
  }

  /** Whether it has a lane to go over. */
  get isAttached(): boolean {
    return this.#lane !== undefined;
  }

  override cancel(): void {
    const error = new SdkError('cancelled', 'the sender cancelled it');
    this.#stop({ kind: 'cancelled', by: 'sender' }, error, true);
  }

  /** Ends it for a reason of ours. */
  fail(error: SdkError): void {
    this.#stop({ kind: 'failed', error }, error, true);
  }

  /** Calls `listener` once when it is over. */
  onEnd(listener: Undo): void {
    this.#onEnd = listener;
  }

  /** Goes on over this lane: offers the file anew, and the receiver says what it has. */
  attach(lane: OpenLane): void {
    this.#lane = lane;
    this.#offer();
  }

  /** The lane is gone; the transfer waits for the next. */
  detach(): void {
    this.#lane = undefined;
    this.#sender = undefined;
    this.#idle.stop();
    this.#unanswered.stop();
    this.#show();
  }

  /** Says whether the connection carries anything now. */
  setWayUp(isUp: boolean): void {
    this.#isWayUp = isUp;
    this.#idle.touch();
    this.#show();
  }

  /** The receiver says something. @throws {SdkError} `invalid-argument` when that makes no sense now */
  onAnswer(message: Answer): void {
    this.#idle.touch();
    this.#unanswered.stop();
    if (message.t === 'accept') this.#onAccept(message);
    else if (message.t === 'refuse') this.#stop({ kind: 'refused', error: message.error }, message.error, false);
    else if (message.t === 'stop') this.#onStop(message.error);
    else if (message.t === 'done') this.#onDone(message.digest);
    else if (!this.#sender) throw new SdkError('invalid-argument', `"${message.t}" came before "accept"`);
    else if (message.t === 'ack') this.moved(this.#sender.acknowledged(message.piece));
    else this.moved(-this.#sender.wantedAgain(message.piece));
  }

  #onOpened(source: PieceSource): void {
    this.#source = source;
    this.#offer();
  }

  #offer(): void {
    if (!this.#source || !this.#lane || isOver(this.state)) return;
    this.#lane.tell({ t: 'offer', id: this.id, ...this.#source.identity });
    this.#unanswered.start();
  }

  #onAccept(wanted: Wanted): void {
    const lane = this.#lane;
    const source = this.#source;
    if (this.#sender || !lane || !source) throw new SdkError('invalid-argument', '"accept" came at a wrong time');
    if ((wanted.have.at(-1) ?? 0) > pieceCount(source.identity)) {
      throw new SdkError('invalid-argument', 'the receiver has more pieces than the file');
    }
    const sender = new PieceSender(source, lane, wanted, {
      onSent: () => this.#idle.touch(),
      onEnd: (digest) => {
        this.#endDigest = digest;
      },
    });
    this.#sender = sender;
    this.#meter.restart(sender.hadBytes);
    if (!this.#wasAccepted) this.enter({ kind: 'accepted' });
    this.#wasAccepted = true;
    this.#show();
    this.#idle.start();
    const ends = AbortSignal.any([lane.ended, this.#life.signal]);
    sender.run(ends).catch((error) => {
      // A lane that ends is no failure: the next one goes on from there.
      if (!ends.aborted && this.#sender === sender) this.fail(SdkError.from(error));
    });
  }

  #onDone(digest: string): void {
    if (digest !== this.#endDigest) throw new SdkError('invalid-argument', 'the receiver is done with another file');
    this.#meter.restart(this.sizeBytes);
    if (this.finish({ kind: 'done', digest }, { result: digest })) this.#letGo();
  }

  #onStop(error: SdkError): void {
    const byUser = error.code === 'cancelled';
    this.#stop(byUser ? { kind: 'cancelled', by: 'receiver' } : { kind: 'failed', error }, error, false);
  }

  #onIdle(watch: IdleWatch, what: string): void {
    if (this.#isWayUp) this.fail(new SdkError('deadline-exceeded', `the receiver ${what} ms`));
    else watch.start();
  }

  #show(): void {
    if (!this.#wasAccepted) return;
    this.enter(this.#sender && this.#isWayUp ? { kind: 'sending' } : { kind: 'waiting', reason: 'connection' });
  }

  #stop(state: TransferState, error: SdkError, isTold: boolean): void {
    const lane = this.#lane;
    if (!this.finish(state, error)) return;
    if (isTold && this.#source) lane?.tell({ t: 'stop', id: this.id, side: 'sender', error });
    this.#letGo();
  }

  #letGo(): void {
    this.#life.abort(new SdkError('cancelled', 'the transfer is over'));
    this.#idle.stop();
    this.#unanswered.stop();
    this.#lane = this.#sender = this.#source = undefined;
    this.#onEnd?.();
  }
}
