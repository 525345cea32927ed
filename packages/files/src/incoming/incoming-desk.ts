import { SdkError } from '@remotemedia/base';
import { lastWord } from '../last-word.ts';
import type { FileIdentity } from '../layout.ts';
import type { OpenLane } from '../open-lane.ts';
import type { FileSettings } from '../options.ts';
import { openSink } from '../sinks/choose-sink.ts';
import type { FileStore } from '../sinks/file-store.ts';
import type { Control } from '../wire/control.ts';
import type { FileFrame } from '../wire/frames.ts';
import { refusalOf } from './admission.ts';
import { FileOffer } from './file-offer.ts';
import { ReceiverSide } from './receiver-side.ts';

/** Transfers that are over and of which the sender may not have heard; the oldest are forgotten. */
const MAX_REMEMBERED = 64;

/** Who offers, and what an offer needs. */
export interface DeskParts {
  /** The peer whose offers come here. */
  readonly peer: { readonly id: string; readonly displayName: string };
  /** The limits. */
  readonly settings: FileSettings;
  /** Where received files go, if this browser has such a place. */
  readonly store: FileStore | undefined;
  /** Shows an offer to the application; false when it does not listen. */
  readonly onOffer: (offer: FileOffer) => boolean;
}

/** The files that one peer offers and sends to us. */
export class IncomingDesk {
  readonly #parts: DeskParts;
  readonly #open = new Map<number, ReceiverSide>();
  readonly #over = new Map<number, { readonly key: string; readonly last: Control }>();
  #lane: OpenLane | undefined;
  #isWayUp = false;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** What is offered or on its way. */
  get transfers(): readonly ReceiverSide[] {
    return [...this.#open.values()];
  }

  /** A lane opened; the sender offers anew what is not done. */
  attach(lane: OpenLane): void {
    this.#lane = lane;
    for (const transfer of this.transfers) transfer.expectOffer();
  }

  /** The lane is gone. */
  detach(): void {
    this.#lane = undefined;
    for (const transfer of this.transfers) transfer.detach();
  }

  /** Says whether the connection carries anything now. */
  setWayUp(isUp: boolean): void {
    this.#isWayUp = isUp;
    for (const transfer of this.transfers) transfer.setWayUp(isUp);
  }

  /** Ends all. */
  fail(error: SdkError): void {
    for (const transfer of this.transfers) transfer.fail(error);
  }

  /** The sender says something. @throws {SdkError} when it should not have: what it is about has failed */
  onControl(message: Extract<Control, { readonly t: 'offer' | 'end' | 'stop' }>): void {
    if (message.t === 'offer') {
      const { t: _t, id, ...identity } = message;
      this.#onOffer(id, identity);
    } else if (message.t === 'stop') this.#open.get(message.id)?.onStop(message.error);
    else this.#with(message.id, (transfer) => transfer.onSentAll(message.digest));
  }

  /** The sender sends. Throws like {@link IncomingDesk.onControl}. */
  onFrame(frame: FileFrame): void {
    this.#with(frame.id, (transfer) => transfer.onFrame(frame));
  }

  /** Frames of a transfer that is over may still be on their way: those of an unknown one are passed over. */
  #with(id: number, act: (transfer: ReceiverSide) => void): void {
    const transfer = this.#open.get(id);
    if (!transfer) return;
    try {
      act(transfer);
    } catch (error) {
      transfer.fail(SdkError.from(error, 'internal'));
      throw error;
    }
  }

  #onOffer(id: number, identity: FileIdentity): void {
    const lane = this.#lane;
    if (!lane) return;
    const over = this.#over.get(id);
    if (over?.key === identity.key) {
      lane.tell(over.last);
      return;
    }
    const known = this.#open.get(id);
    if (known && known.identity.key !== identity.key) {
      throw new SdkError('invalid-argument', `number ${id} was given to two files`);
    }
    const same = known ?? this.#lostByReload(identity.key);
    // Both sides begin at about the same time, and each has the other offer anew.
    if (same?.isAttached) return;
    if (same) this.#rebind(same, lane, id);
    else this.#begin(id, identity, lane);
  }

  /** A sender that was reloaded offers the same file under another number, and nobody sends the old one any more. */
  #lostByReload(key: string): ReceiverSide | undefined {
    return this.transfers.find((transfer) => transfer.identity.key === key && !transfer.isAttached);
  }

  #rebind(transfer: ReceiverSide, lane: OpenLane, id: number): void {
    this.#open.delete(transfer.id);
    this.#open.set(id, transfer);
    transfer.attach(lane, id);
    transfer.setWayUp(this.#isWayUp);
  }

  #begin(id: number, identity: FileIdentity, lane: OpenLane): void {
    const { settings, peer } = this.#parts;
    const refusal = refusalOf(identity, this.#open.size, settings);
    if (refusal) {
      lane.tell({ t: 'refuse', id, error: refusal });
      return;
    }
    const { windowBytes, idleTimeoutMs, clock } = settings;
    const transfer = new ReceiverSide(identity, { id, peerId: peer.id, windowBytes, idleTimeoutMs, clock });
    this.#open.set(id, transfer);
    transfer.attach(lane, id);
    transfer.setWayUp(this.#isWayUp);
    const stopTimer = clock.after(settings.offerTimeoutMs, () => {
      transfer.refuse(new SdkError('deadline-exceeded', 'nobody answered the offer'));
    });
    transfer.onEnd(() => {
      stopTimer();
      this.#open.delete(transfer.id);
      this.#remember(transfer);
    });
    this.#show(transfer).catch((error) => transfer.fail(SdkError.from(error, 'internal')));
  }

  async #show(transfer: ReceiverSide): Promise<void> {
    const { peer, settings, store, onOffer } = this.#parts;
    const storedBytes = (await store?.storedBytes(transfer.identity.key).catch(() => 0)) ?? 0;
    if (transfer.state.kind !== 'offered') return;
    const { maxMemoryBytes } = settings;
    const offer = new FileOffer(transfer, { displayName: peer.displayName, storedBytes }, (choice) => {
      transfer.accept(openSink(choice, transfer, { store, maxMemoryBytes }));
    });
    const answer = settings.accepts?.(offer);
    // It may have been answered in there.
    if (transfer.state.kind !== 'offered') return;
    // A promise is no answer: what is not awaited must not be taken for a yes.
    if (answer && !(answer instanceof Promise)) offer.accept(answer === true ? {} : answer);
    else if (!onOffer(offer)) {
      transfer.refuse(new SdkError('failed-precondition', 'nobody takes files there'));
    }
  }

  /** The sender offers anew what it did not hear the end of; then it is told the same again. */
  #remember(transfer: ReceiverSide): void {
    const { id, state, identity } = transfer;
    this.#over.set(id, { key: identity.key, last: lastWord('receiver', id, state) });
    const [oldest] = this.#over.keys();
    if (this.#over.size > MAX_REMEMBERED && oldest !== undefined) this.#over.delete(oldest);
  }
}
