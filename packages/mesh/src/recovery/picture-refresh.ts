import { type Clock, Disposables, type Undo } from '@remotemedia/base';
import type { ControlPort } from '../connection/control.ts';
import type { SenderOf } from '../track-sender.ts';

/** Topic of the control messages that ask for whole pictures. */
const TOPIC = 'picture';
/** When whole pictures are made after an outage, in milliseconds: the first may come before the other side can receive. */
const AGAIN_MS = 500;
/**
 * How long the path must have been lost before nothing is encoded any more, in milliseconds. Chromium keeps packets for three
 * seconds to send them again. Those of before a pause that is shorter come late, and the receiver's picture then stands still
 * for as long; so short outages, the most common ones, have no pause.
 */
const PAUSE_AFTER_MS = 4_000;
/** Least time between two answers to what the other side asks, in milliseconds. */
const LEAST_MS = 300;

/** What a {@link PictureRefresh} needs of its surroundings. */
export interface PictureRefreshOptions {
  /** Carries the messages. */
  readonly control: ControlPort;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Runs `change` between two steps of the negotiation. */
  readonly changeSenders: (change: (senders: readonly SenderOf[]) => Promise<void>) => Promise<void>;
}

/**
 * Brings pictures back after an outage. What was lost meanwhile is missing to decode what comes next, and Chromium asks for a
 * whole picture (a key frame) only after three seconds without one; so both sides make one by themselves. While there is no
 * path for long nothing is encoded: it would wait in the browser, come seconds late, and make the receiver expect more of the kind.
 */
export class PictureRefresh {
  readonly #options: PictureRefreshOptions;
  readonly #undo = new Disposables();
  /** Senders that were stopped, with the encodings that were active. */
  readonly #stopped = new Map<RTCRtpSender, readonly boolean[]>();
  #stopTimer: Undo = () => {};
  #madeAtMs = Number.NEGATIVE_INFINITY;
  #isPausing = false;

  constructor(options: PictureRefreshOptions) {
    this.#options = options;
    this.#undo.add(options.control.on(TOPIC, () => this.#answer()));
  }

  /** There is no path: encodes no pictures, if that lasts, until {@link PictureRefresh.refresh}. */
  pause(): void {
    if (this.#isPausing) return;
    this.#isPausing = true;
    this.#stopTimer();
    this.#stopTimer = this.#options.clock.after(PAUSE_AFTER_MS, () => this.#stop());
  }

  /** The path is back: makes whole pictures, and asks the other side for its own. */
  refresh(): void {
    const { control, clock } = this.#options;
    control.send(TOPIC, 'please');
    this.#isPausing = false;
    this.#make();
    this.#stopTimer();
    this.#stopTimer = clock.after(AGAIN_MS, () => this.#make());
  }

  /** Lets go of everything. Calling it again does nothing. */
  close(): void {
    this.#stopTimer();
    this.#undo.dispose();
  }

  #stop(): void {
    this.#change((sender, parameters) => {
      if (this.#stopped.has(sender)) return undefined;
      this.#stopped.set(
        sender,
        parameters.encodings.map(({ active }) => active !== false),
      );
      for (const encoding of parameters.encodings) encoding.active = false;
      return {};
    });
  }

  #answer(): void {
    if (this.#options.clock.now() - this.#madeAtMs >= LEAST_MS) this.#make();
  }

  #make(): void {
    this.#madeAtMs = this.#options.clock.now();
    this.#change((sender, parameters) => {
      const active = this.#stopped.get(sender);
      this.#stopped.delete(sender);
      for (const [index, encoding] of parameters.encodings.entries()) if (active?.[index]) encoding.active = true;
      return { encodingOptions: parameters.encodings.map(() => ({ keyFrame: true })) };
    });
  }

  #change(edit: Edit): void {
    const change = async (senders: readonly SenderOf[]) => {
      for (const { track, sender } of senders) if (track.kind === 'video') await setParameters(sender, edit);
    };
    // A connection that ends meanwhile has no pictures to make.
    this.#options.changeSenders(change).catch(() => {});
  }
}

/** Changes parameters; gives what else there is to say, or `undefined` to leave all as it is. */
type Edit = (sender: RTCRtpSender, parameters: RTCRtpSendParameters) => object | undefined;

/** Browsers that do not know the second argument (W3C WebRTC Extensions, `RTCSetParameterOptions`) pass over it, as Firefox 153. */
async function setParameters(sender: RTCRtpSender, edit: Edit): Promise<void> {
  const parameters = sender.getParameters();
  // Older Firefox leaves the encodings out until they are set.
  const options = parameters.encodings ? edit(sender, parameters) : undefined;
  const set: (...all: readonly unknown[]) => Promise<void> = sender.setParameters.bind(sender) as never;
  if (options) await set(parameters, options);
}
