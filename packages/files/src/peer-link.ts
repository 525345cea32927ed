import { SdkError, type Undo } from '@remotemedia/base';
import { ChurnRate } from './incoming/churn-rate.ts';
import { type DeskParts, IncomingDesk } from './incoming/incoming-desk.ts';
import { lastWord } from './last-word.ts';
import { OpenLane } from './open-lane.ts';
import type { Answer, SenderSide } from './outgoing/sender-side.ts';
import type { FileLane, FilePeer } from './transport-port.ts';
import { type WideLane, widen } from './wide-lane.ts';
import { type Control, readControl } from './wire/control.ts';
import { readFileFrame } from './wire/frames.ts';

/** Mistakes of one peer after which nothing is taken from it any more, as long as it stays. */
const MAX_FAULTS = 32;
/** Files offered or sent to one peer at a time; others wait their turn. Well below what a receiver takes by default. */
const MAX_OFFERED = 16;
/** Last words kept for the next lane; without them the other side waits until its `idleTimeoutMs` is over. */
const MAX_UNSAID = 64;

/** What a link needs beside the peer. */
export interface LinkParts extends Omit<DeskParts, 'peer'> {
  /** Hears of what a peer should not have sent. */
  readonly onFault: (error: SdkError) => void;
}

/** All files between us and one peer, over one lane after another. */
export class PeerLink {
  readonly #incoming: IncomingDesk;
  readonly #outgoing = new Map<number, SenderSide>();
  readonly #parts: LinkParts;
  #peer: FilePeer | undefined;
  /** The peer's lane, and the same as we use it. */
  #bulk: FileLane | undefined;
  #wide: WideLane | undefined;
  #open: OpenLane | undefined;
  /** That transfers ended while there was no lane to say it on. */
  readonly #unsaid: Control[] = [];
  #undoLane: Undo[] = [];
  readonly #churn: ChurnRate;
  #undoPeer: Undo = () => {};
  #undoGone: Undo = () => {};
  #faults = 0;

  constructor(peer: FilePeer, parts: LinkParts) {
    this.#parts = parts;
    this.#churn = new ChurnRate(parts.settings.clock);
    const now = () => this.#peer ?? peer;
    // Names change, also by going and coming back: an offer is to show that of now.
    const shown = {
      id: peer.id,
      get displayName() {
        return now().displayName;
      },
    };
    this.#incoming = new IncomingDesk({ ...parts, peer: shown });
  }

  /** What the peer sends us. */
  get incoming(): IncomingDesk {
    return this.#incoming;
  }

  /** What we send to the peer. */
  get outgoing(): readonly SenderSide[] {
    return [...this.#outgoing.values()];
  }

  /** Sends a file, now or when there is a way. */
  add(transfer: SenderSide): void {
    this.#outgoing.set(transfer.id, transfer);
    transfer.onEnd(() => this.#onEnded(transfer));
    if (this.#faults >= MAX_FAULTS) transfer.fail(tooManyFaults());
    transfer.setWayUp(this.#isWayUp);
    this.#offerMore();
  }

  /** The peer is in the room: this object stands for it from now on. */
  present(peer: FilePeer): void {
    this.#undoGone();
    if (this.#peer !== peer) {
      this.#undoPeer();
      this.#peer = peer;
      this.#undoPeer = peer.on('stateChange', () => this.#follow());
    }
    this.#follow();
  }

  /** The peer is gone from the room; fails what waits for it if it does not come back in time. */
  gone(onGivenUp: () => void): void {
    if (!this.#peer) return;
    this.#undoPeer();
    this.#peer = undefined;
    this.#follow();
    const { clock, peerGoneMs } = this.#parts.settings;
    this.#undoGone = clock.after(peerGoneMs, () => {
      this.#fail(new SdkError('unavailable', 'the peer left the room'));
      onGivenUp();
    });
  }

  /** Ends everything with `error`. Calling it again does nothing. */
  close(error: SdkError): void {
    this.#fail(error);
    this.#undoPeer();
    this.#undoGone();
    this.#peer = undefined;
    this.#follow();
  }

  get #isWayUp(): boolean {
    return this.#open !== undefined && this.#peer?.state.kind === 'connected';
  }

  #fail(error: SdkError): void {
    this.#incoming.fail(error);
    for (const transfer of this.outgoing) transfer.fail(error);
  }

  /** Takes the lane that the peer has now, and tells the transfers how it stands. */
  #follow(): void {
    const peer = this.#peer;
    const bulk = peer?.lanes?.bulk;
    if (bulk !== this.#bulk) {
      this.#detach();
      for (const undo of this.#undoLane) undo();
      this.#undoLane = [];
      this.#wide?.close();
      this.#bulk = bulk;
      this.#wide = peer && bulk && widen(peer, bulk, this.#parts.settings.clock);
      if (this.#wide) this.#listen(this.#wide.lane);
    }
    const lane = this.#wide?.lane;
    if (lane?.isOpen && !this.#open) this.#attach(lane, true);
    this.#tellWay();
  }

  #tellWay(): void {
    this.#incoming.setWayUp(this.#isWayUp);
    for (const transfer of this.outgoing) transfer.setWayUp(this.#isWayUp);
  }

  #listen(lane: FileLane): void {
    this.#undoLane = [
      lane.on('open', () => this.#follow()),
      lane.on('close', () => {
        this.#detach();
        this.#follow();
      }),
      lane.on('message', ({ kind, data }) => this.#onMessage(kind, data)),
    ];
  }

  #attach(lane: FileLane, isFirst: boolean): void {
    const open = new OpenLane(lane);
    this.#open = open;
    if (isFirst) open.tell({ t: 'hello', id: 0 });
    for (const message of this.#unsaid.splice(0)) open.tell(message);
    this.#incoming.attach(open);
    this.#offerMore();
  }

  #onEnded({ id, state }: SenderSide): void {
    this.#outgoing.delete(id);
    if (!this.#open && this.#unsaid.length < MAX_UNSAID) this.#unsaid.push(lastWord('sender', id, state));
    // Later: when hundreds end at one time, those behind them must not be offered only to be taken back.
    queueMicrotask(() => this.#offerMore());
  }

  #offerMore(): void {
    const open = this.#open;
    if (!open) return;
    for (const transfer of this.outgoing.slice(0, MAX_OFFERED)) {
      if (!transfer.isAttached) transfer.attach(open);
    }
  }

  #detach(): void {
    if (!this.#open) return;
    this.#open.end();
    this.#open = undefined;
    this.#incoming.detach();
    for (const transfer of this.outgoing) transfer.detach();
  }

  #onMessage(kind: string, data: unknown): void {
    if (this.#faults >= MAX_FAULTS) return;
    try {
      if (data instanceof Uint8Array) this.#incoming.onFrame(readFileFrame(data));
      else if (kind === 'json') this.#onControl(data);
      else throw new SdkError('invalid-argument', `a message of the kind ${kind} came where files are sent`);
    } catch (error) {
      this.#onFault(SdkError.from(error, 'internal'));
    }
  }

  #onControl(data: unknown): void {
    const message = readControl(data);
    const { t } = message;
    const isStop = t === 'stop' && message.side === 'sender';
    if (t === 'hello' || isStop) this.#churn.count();
    if (t === 'hello') this.#onHello();
    else if (t === 'offer' || t === 'end' || isStop) this.#incoming.onControl(message);
    else this.#onAnswer(message);
  }

  /** The other side knows nothing of what was said before: all is offered anew, by both. */
  #onHello(): void {
    const lane = this.#wide?.lane;
    if (!lane?.isOpen) return;
    const isFirst = !this.#open;
    this.#detach();
    this.#attach(lane, isFirst);
    this.#tellWay();
  }

  #onAnswer(message: Answer): void {
    const transfer = this.#outgoing.get(message.id);
    try {
      transfer?.onAnswer(message);
    } catch (error) {
      transfer?.fail(SdkError.from(error, 'internal'));
      throw error;
    }
  }

  #onFault(error: SdkError): void {
    this.#faults += 1;
    this.#parts.onFault(error);
    if (this.#faults < MAX_FAULTS) return;
    this.#fail(tooManyFaults());
  }
}

function tooManyFaults(): SdkError {
  return new SdkError('failed-precondition', 'the peer makes too many mistakes; nothing more is taken from it');
}
