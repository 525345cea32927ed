import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import { asksForFewReceipts, FIRST_FRAGMENT, isReceipt, NEXT_FRAGMENT, totalIn } from './framing/fragment.ts';
import type { Frame } from './framing/frame.ts';
import type { BufferMessage, Framing } from './framing/framing.ts';
import { Reassembly } from './framing/reassembly.ts';
import type { LaneMessage } from './lane-message.ts';

/** A receipt is due after so many bytes. */
const RECEIPT_BYTES = 16_384;
/** Least time between two receipts, in milliseconds. */
const RECEIPT_PAUSE_MS = 4;
/** The same for a peer that is near and does not need them to tell a queue by. */
const LONG_RECEIPT_PAUSE_MS = 32;

/** What an {@link Inbox} tells. */
export interface InboxListener {
  /** A message came. */
  readonly onMessage: (message: LaneMessage | BufferMessage) => void;
  /** So many bytes have come in all; it is time to tell the sender. */
  readonly onReceiptDue: (totalBytes: number) => void;
  /** The peer says that so many bytes have come to it, modulo 2³². */
  readonly onReceipt: (totalBytes: number) => void;
  /** Something came that is no message, or whose rest did not come. */
  readonly onFault: (error: SdkError) => void;
}

/** Makes messages of frames that a peer chose; whatever comes, it takes bounded memory and throws nothing. */
export class Inbox {
  readonly #listener: InboxListener;
  readonly #maxBytes: number;
  readonly #reassembly: Reassembly;
  #framing: Framing | undefined;
  #early: Frame[] = [];
  readonly #clock: Clock;
  #receiptAt = RECEIPT_BYTES;
  #pauseMs = RECEIPT_PAUSE_MS;
  #isPausing = false;
  #stopPause: Undo = () => {};
  /** Messages that came. */
  messages = 0;
  /** Bytes that came, a text's counted as UTF-16 code units. */
  bytes = 0;
  /** Frames that could not be understood. */
  malformed = 0;

  constructor(clock: Clock, maxBytes: number, listener: InboxListener) {
    this.#clock = clock;
    this.#listener = listener;
    this.#maxBytes = maxBytes;
    this.#reassembly = new Reassembly(clock, maxBytes, listener.onFault);
  }

  /** Reads what came so far and all that comes from now on. */
  start(framing: Framing): void {
    this.#framing = framing;
    for (const frame of this.#early) this.#handle(frame, framing);
    this.#early = [];
  }

  /** Takes what the channel gave. */
  take(data: string | ArrayBuffer): void {
    const frame = typeof data === 'string' ? data : new Uint8Array(data);
    if (this.#framing?.fragments && isReceipt(frame)) {
      this.#listener.onReceipt(totalIn(frame));
      return;
    }
    if (this.#framing?.fragments && asksForFewReceipts(frame)) {
      this.#pauseMs = LONG_RECEIPT_PAUSE_MS;
      return;
    }
    this.bytes += frame.length;
    if (this.#framing) this.#handle(frame, this.#framing);
    else if (this.bytes <= this.#maxBytes) this.#early.push(frame);
    else this.#refuse(new SdkError('resource-exhausted', `more than ${this.#maxBytes} bytes came before any was read`));
    if (this.bytes >= this.#receiptAt && !this.#isPausing) this.#giveReceipt();
  }

  /** Forgets what is incomplete. */
  close(): void {
    this.#early = [];
    this.#stopPause();
    this.#reassembly.close();
  }

  /** At once, and then not for a while: each one wakes the sender's page. */
  #giveReceipt(): void {
    this.#receiptAt = this.bytes + RECEIPT_BYTES;
    this.#listener.onReceiptDue(this.bytes);
    this.#isPausing = true;
    this.#stopPause = this.#clock.after(this.#pauseMs, () => {
      this.#isPausing = false;
      if (this.bytes >= this.#receiptAt) this.#giveReceipt();
    });
  }

  #handle(frame: Frame, framing: Framing): void {
    let message: LaneMessage | BufferMessage;
    try {
      const whole = framing.fragments && isFragment(frame) ? this.#reassembly.take(frame) : frame;
      if (whole === undefined) return;
      message = framing.decode(whole);
    } catch (error) {
      this.#refuse(SdkError.from(error, 'invalid-argument'));
      return;
    }
    this.messages += 1;
    this.#listener.onMessage(message);
  }

  #refuse(error: SdkError): void {
    this.malformed += 1;
    this.#listener.onFault(error);
  }
}

function isFragment(frame: Frame): frame is Uint8Array<ArrayBuffer> {
  return typeof frame !== 'string' && (frame[0] === FIRST_FRAGMENT || frame[0] === NEXT_FRAGMENT);
}
