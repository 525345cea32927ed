import { resumeAudio } from '@remotemedia/sdk/media';
import { Store } from '../ui/store.ts';

/**
 * Plays what others send. A browser may refuse sound until the user has done something on the page: then pictures
 * go on silently and `blocked` is true until {@link Sound.enable} was called from a click.
 */
export class Sound {
  /** Whether the browser holds sound back. */
  readonly blocked: Store<boolean> = new Store(false);
  /** Chosen speaker, empty for the browser's default. */
  readonly speakerId: Store<string>;
  readonly #waiting = new Set<HTMLVideoElement>();

  /** @param speakerId speaker of an earlier visit, empty for the browser's default */
  constructor(speakerId: string) {
    this.speakerId = new Store(speakerId);
  }

  /** Plays an element with sound if it may, else without. */
  async play(element: HTMLVideoElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // Other errors mean that the element was taken away or got another stream meanwhile.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      this.#waiting.add(element);
      this.blocked.set(true);
      element.muted = true;
      await element.play().catch(() => {});
    }
  }

  /** Forgets an element that is gone. */
  forget(element: HTMLVideoElement): void {
    this.#waiting.delete(element);
    if (this.#waiting.size === 0) this.blocked.set(false);
  }

  /** Gives all elements their sound; call it from a click or a key press. */
  async enable(): Promise<void> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.blocked.set(false);
    for (const element of waiting) element.muted = false;
    await Promise.all([resumeAudio(), ...waiting.map((element) => this.play(element))]);
  }

  /** Sends the sound of an element to the chosen speaker, where the browser lets a page choose. */
  async route(element: HTMLVideoElement, speakerId: string): Promise<void> {
    if (!canChooseSpeaker() || element.sinkId === speakerId) return;
    // A speaker that was unplugged: the sound stays where it is.
    await element.setSinkId(speakerId).catch(() => {});
  }
}

/** Whether this browser lets a page choose the speaker. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}
