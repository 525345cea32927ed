import { Emitter, SdkError, type Undo } from '@remotemedia/base';
import type { DataLane } from '../data-lane.ts';
import type { LaneMessage, Sendable } from '../lane-message.ts';
import type { LaneSendOptions } from '../lane-options.ts';
import type { LaneStats } from '../lane-stats.ts';
import { Resequencer } from './resequencer.ts';
import { STRIPE_TAGS } from './stripe-tags.ts';
import { StripedSender } from './striped-sender.ts';

/** Messages between two words to the peer that they came. */
const DELIVERED_EVERY = 16;

/** Most messages over other lanes that may overtake the word that numbers begin. */
const MAX_EARLY = 1_024;

/** What a striped lane tells: as a `DataLane` does. */
export interface StripedLaneEvents {
  /** Messages can be sent. */
  open: undefined;
  /** A message came. */
  message: LaneMessage;
  /** The main lane has ended. */
  close: SdkError | undefined;
  /** Something came that makes no sense. */
  fault: SdkError;
  /** A message is about to be sent. */
  sending: undefined;
}

/**
 * One lane made of several: a main one, and lanes of other connections to the same peer as long as there are any.
 * Messages come in the order in which they were sent, each once, also when one of the others breaks off.
 */
export class StripedLane extends Emitter<StripedLaneEvents> {
  readonly #main: DataLane;
  readonly #undo: Undo[];
  readonly #incoming = new Resequencer();
  #outgoing: StripedSender | undefined;
  readonly #early: [number: number, message: LaneMessage | undefined][] = [];
  #hasStarted = false;
  #toldAt = 0;

  /** @param main the lane whose end is the end of all; the other side wraps its own */
  constructor(main: DataLane) {
    super();
    this.#main = main;
    this.#undo = [
      main.on('open', () => this.emit('open')),
      main.on('message', (message) => this.emit('message', message)),
      main.on('fault', (error) => this.emit('fault', error)),
      main.on('post', (message) => this.#onPost(message)),
      main.on('close', (reason) => this.#onClosed(reason)),
    ];
  }

  /** Whether messages can be sent. */
  get isOpen(): boolean {
    return this.#main.isOpen;
  }

  /** Messages that wait to be sent. */
  get waiting(): number {
    return this.#outgoing?.waiting ?? this.#main.stats.waiting;
  }

  /** The main lane's figures. */
  get stats(): LaneStats {
    return this.#main.stats;
  }

  /** One more lane to the same peer, until it closes. */
  add(lane: DataLane): void {
    lane.on('post', (message) => this.#onPost(message));
    lane.on('fault', (error) => this.emit('fault', error));
    // Only what the peer has opened, too, can be used: it has answered.
    if (lane.isOpen) this.#use(lane);
    else lane.on('open', () => this.#use(lane));
  }

  /** Tells of a fault beside the lane. */
  report(error: SdkError): void {
    this.emit('fault', error);
  }

  /** Sends a message like `DataLane.send`; beside other lanes it may resolve when there is a copy that waits. */
  send(data: Sendable, options: LaneSendOptions = {}): Promise<void> {
    this.emit('sending');
    return this.#outgoing ? this.#outgoing.send(data, options) : this.#main.send(data, options);
  }

  #use(lane: DataLane): void {
    if (!this.#outgoing) {
      this.#main.post('', STRIPE_TAGS.start).catch(() => {});
      this.#outgoing = new StripedSender(this.#main);
    }
    this.#outgoing.add(lane);
  }

  #onPost(message: LaneMessage): void {
    const { tag = '', ...content } = message;
    const [mark, space] = [tag.slice(0, 2), tag.indexOf(' ')];
    const number = Number.parseInt(tag.slice(2, space < 0 ? undefined : space), 36);
    if (mark === STRIPE_TAGS.start) {
      this.#start();
    } else if (!Number.isSafeInteger(number) || number < 0) {
      this.emit('fault', new SdkError('invalid-argument', 'a message without its number came'));
    } else if (mark === STRIPE_TAGS.delivered) {
      this.#outgoing?.delivered(number);
    } else if (mark === STRIPE_TAGS.message) {
      this.#take(number, space < 0 ? content : { ...content, tag: tag.slice(space + 1) });
    } else if (mark === STRIPE_TAGS.none) {
      this.#take(number, undefined);
    }
  }

  #take(number: number, message: LaneMessage | undefined): void {
    // What came over the main lane before numbers began comes first.
    if (!this.#hasStarted && this.#early.length < MAX_EARLY) this.#early.push([number, message]);
    else if (!this.#hasStarted) this.#main.close(new SdkError('resource-exhausted', 'numbers came and never began'));
    else this.#pass(number, message);
  }

  #start(): void {
    this.#hasStarted = true;
    for (const [number, message] of this.#early.splice(0)) this.#pass(number, message);
  }

  #pass(number: number, message: LaneMessage | undefined): void {
    try {
      for (const next of this.#incoming.take(number, message)) this.emit('message', next);
    } catch (error) {
      // What is missing cannot be had any more: better no lane than one with a gap.
      this.#main.close(SdkError.from(error));
      return;
    }
    if (this.#incoming.next < this.#toldAt + DELIVERED_EVERY) return;
    this.#toldAt = this.#incoming.next;
    this.#main.post('', STRIPE_TAGS.delivered + this.#toldAt.toString(36)).catch(() => {});
  }

  #onClosed(reason: SdkError | undefined): void {
    for (const undo of this.#undo) undo();
    this.#outgoing?.close(reason ?? new SdkError('cancelled', 'the lane was closed'));
    this.emit('close', reason);
    this.removeAllListeners();
  }
}
