import { Disposables, Emitter, SdkError } from '@remotemedia/base';
import type { PlaybackState } from './playback-state.ts';
import { enlist } from './playbacks.ts';

/** What a {@link Playback} announces. */
export type PlaybackEvents = {
  /** The state after a change. */
  stateChange: PlaybackState;
};

/** How a {@link Playback} behaves. */
export interface PlaybackOptions {
  /**
   * Whether the picture goes on without sound while the browser holds the sound back.
   *
   * @default true for a video element
   */
  readonly silentWhileBlocked?: boolean | undefined;
}

const IDLE: PlaybackState = { kind: 'idle' };
const PLAYING: PlaybackState = { kind: 'playing' };
const PAUSED: PlaybackState = { kind: 'paused' };
const BLOCKED: PlaybackState = { kind: 'blocked' };

/**
 * Plays a stream in a media element and knows whether it really plays. Browsers refuse sound until the user has done
 * something on the page (HTML, "allowed to play"): the state is `blocked` then, until `unlockPlayback` was called from a
 * click. Whoever makes a playback closes it; the element and the tracks stay the caller's.
 */
export class Playback extends Emitter<PlaybackEvents> {
  /** The element that was given. */
  readonly element: HTMLMediaElement;
  readonly #silentWhileBlocked: boolean;
  readonly #life = new Disposables();
  #state: PlaybackState = IDLE;
  /** Counts attempts, so that the answer of one that was overtaken is known as such. */
  #turn = 0;
  /** Whether the element is muted by us and not by the application. */
  #silenced = false;

  /** Takes an element in; it plays nothing until {@link Playback.play} is called. */
  constructor(element: HTMLMediaElement, options: PlaybackOptions = {}) {
    super();
    this.element = element;
    this.#silentWhileBlocked = options.silentWhileBlocked ?? element instanceof HTMLVideoElement;
    this.#life.listen(element, 'playing', () => this.#onPlaying());
    this.#life.listen(element, 'pause', () => this.#onPause());
    this.#life.listen(element, 'ended', () => this.#set(IDLE));
    this.#life.add(enlist(this));
  }

  /** Whether it plays, and if not, why. */
  get state(): PlaybackState {
    return this.#state;
  }

  /**
   * Plays a stream from now on, instead of any earlier one; `undefined` ends that. It does not wait: whether it plays is
   * in {@link Playback.state}. After {@link Playback.close} it does nothing.
   */
  play(stream: MediaStream | undefined): void {
    if (this.#life.disposed) return;
    this.#restoreSound();
    if (this.element.srcObject !== (stream ?? null)) this.element.srcObject = stream ?? null;
    if (stream) void this.#attempt();
    else this.#rest();
  }

  /**
   * Tries again what is blocked, paused or failed; `unlockPlayback` does so for all. It must be called in a gesture, and
   * settles when the browser has answered, which may be never for a stream that has no data.
   */
  async retry(): Promise<void> {
    if (this.#life.disposed || this.#state.kind === 'idle' || this.#state.kind === 'playing') return;
    this.#restoreSound();
    await this.#attempt();
  }

  /**
   * Sends the sound to a speaker; an empty id means the system's default.
   *
   * @throws {SdkError} `unimplemented` where the browser does not let a page choose, `not-found` when the speaker is
   *   gone, `permission-denied` when the page may not use it, `unavailable` when it does not work
   */
  async setSpeaker(deviceId: string): Promise<void> {
    if (!canChooseSpeaker()) throw new SdkError('unimplemented', 'this browser does not let a page choose the speaker');
    if (this.element.sinkId === deviceId) return;
    await this.element.setSinkId(deviceId).catch((error: unknown) => {
      throw speakerFault(error);
    });
  }

  /** Stops playing and lets go of the element and its stream. Calling it again does nothing. */
  close(): void {
    if (this.#life.disposed) return;
    this.#life.dispose();
    this.#restoreSound();
    this.element.srcObject = null;
    this.#rest();
    this.removeAllListeners();
  }

  async #attempt(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      await this.element.play();
      if (turn === this.#turn) this.#onPlaying();
    } catch (error) {
      if (turn === this.#turn) this.#refused(error);
    }
  }

  #refused(error: unknown): void {
    const name = error instanceof DOMException ? error.name : '';
    // The element was paused or got another stream meanwhile, which has its own event.
    if (name === 'AbortError') return;
    if (name === 'NotAllowedError') this.#block();
    else
      this.#set({
        kind: 'failed',
        error: new SdkError('unavailable', 'the browser cannot play this stream', { cause: error }),
      });
  }

  #block(): void {
    this.#set(BLOCKED);
    if (!this.#silentWhileBlocked || this.element.muted) return;
    this.#silenced = true;
    this.element.muted = true;
    this.element.play().catch(() => {});
  }

  #onPlaying(): void {
    if (!this.#silenced && this.element.srcObject) this.#set(PLAYING);
  }

  #onPause(): void {
    // A stream whose tracks have all ended pauses its element on the way to `ended`.
    if (this.#state.kind === 'playing' && !this.element.ended) this.#set(PAUSED);
  }

  #rest(): void {
    this.#turn += 1;
    this.element.pause();
    this.#set(IDLE);
  }

  #restoreSound(): void {
    if (this.#silenced) this.element.muted = false;
    this.#silenced = false;
  }

  #set(state: PlaybackState): void {
    if (this.#state.kind === state.kind) return;
    this.#state = state;
    this.emit('stateChange', state);
  }
}

/** Whether this browser lets a page choose the speaker. */
export function canChooseSpeaker(): boolean {
  return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
}

/** Errors of Audio Output Devices API, §3.2 `setSinkId()`. */
function speakerFault(caught: unknown): SdkError {
  const cause = { cause: caught };
  const name = caught instanceof DOMException ? caught.name : '';
  if (name === 'NotFoundError') return new SdkError('not-found', 'the speaker that was chosen is not there', cause);
  if (name === 'NotAllowedError') return new SdkError('permission-denied', 'the page may not use this speaker', cause);
  return new SdkError('unavailable', 'the sound could not be sent to this speaker', cause);
}
