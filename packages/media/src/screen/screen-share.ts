import { Disposables, Emitter, SdkError } from '@remotemedia/base';
import { mediaDevices } from '../media-devices.ts';
import { insecureContextFault, mediaFault } from '../media-fault.ts';
import { stopTracks, takeStream } from '../take-stream.ts';
import {
  displayRequest,
  type ScreenContentHint,
  type ScreenShareOptions,
  type ScreenSurface,
} from './screen-share-options.ts';

/** Who ended a share: this page with {@link ScreenShare.stop}, or the person with the browser's own button. */
export type ScreenShareEnd = 'stopped' | 'stopped-by-browser';

/** What a {@link ScreenShare} announces. */
export type ScreenShareEvents = {
  /** It is over; both tracks are stopped. Comes once. Unpublish the tracks. */
  ended: { readonly reason: ScreenShareEnd };
  /** The sound ended and the picture goes on, as when another tab is shared from now on. Unpublish that track. */
  audioEnded: MediaStreamTrack;
};

/**
 * A screen, window or tab that is shared, with or without its sound. Whoever opened it stops it. Its tracks go beside
 * those of camera and microphone; it is made by {@link openScreenShare}.
 */
export class ScreenShare extends Emitter<ScreenShareEvents> {
  /** Picture and sound together, to be published or shown. */
  readonly stream: MediaStream;
  /** The picture. */
  readonly video: MediaStreamTrack;
  /** The sound; `undefined` when none was asked for, given, or offered by the browser. */
  readonly audio: MediaStreamTrack | undefined;
  readonly #life = new Disposables();
  #end: ScreenShareEnd | undefined;

  /** @throws {SdkError} `unavailable` when there is no live picture in the stream, which stays the caller's then */
  constructor(stream: MediaStream, contentHint: ScreenContentHint = 'detail') {
    super();
    const [video] = stream.getVideoTracks();
    if (video?.readyState !== 'live')
      throw new SdkError('unavailable', 'the browser shared a screen without a picture');
    this.stream = stream;
    this.video = video;
    [this.audio] = stream.getAudioTracks();
    video.contentHint = contentHint;
    this.#life.listen(video, 'ended', () => this.#finish('stopped-by-browser'));
    const { audio } = this;
    if (!audio) return;
    // Sound of a machine is as likely music as speech.
    audio.contentHint = 'music';
    this.#life.listen(audio, 'ended', () => this.emit('audioEnded', audio));
  }

  /** Both tracks, the picture first. */
  get tracks(): readonly MediaStreamTrack[] {
    return this.audio ? [this.video, this.audio] : [this.video];
  }

  /** Why it ended; `undefined` while it goes on. */
  get endedBecause(): ScreenShareEnd | undefined {
    return this.#end;
  }

  /** What people chose to share, where the browser says so. It changes when they pass to another. */
  get surface(): ScreenSurface | undefined {
    return this.video.getSettings().displaySurface as ScreenSurface | undefined;
  }

  /** What the encoder optimises for; may be changed at any time. */
  get contentHint(): ScreenContentHint {
    return this.video.contentHint as ScreenContentHint;
  }

  set contentHint(hint: ScreenContentHint) {
    this.video.contentHint = hint;
  }

  /** Ends the share. Calling it again does nothing. */
  stop(): void {
    this.#finish('stopped');
  }

  #finish(reason: ScreenShareEnd): void {
    if (this.#end) return;
    this.#end = reason;
    this.#life.dispose();
    // The stream may have been taken apart meanwhile.
    for (const track of this.tracks) track.stop();
    stopTracks(this.stream);
    this.emit('ended', { reason });
    this.removeAllListeners();
  }
}

/** Whether this browser can share a screen; those of phones cannot. */
export function canShareScreen(): boolean {
  return typeof mediaDevices()?.getDisplayMedia === 'function';
}

/**
 * Asks the person for a screen, a window or a tab, in the browser's own dialog. Call it from a click or a key press. No
 * track stays open when it throws. Source: Screen Capture, §5.1.
 *
 * @throws {SdkError} `permission-denied` when the person closed the dialog or something forbids sharing, `cancelled` when
 *   the signal aborts, `failed-precondition` without a gesture or in an insecure context, `unimplemented` where the
 *   browser cannot share, `unavailable` when what was chosen cannot be captured
 */
export async function openScreenShare(options: ScreenShareOptions = {}): Promise<ScreenShare> {
  const devices = mediaDevices();
  if (!devices) throw insecureContextFault();
  if (!canShareScreen()) throw new SdkError('unimplemented', 'this browser cannot share a screen');
  const request = displayRequest(options, 'restrictOwnAudio' in devices.getSupportedConstraints());
  const { signal } = options;
  const stream = await takeStream(() => devices.getDisplayMedia(request), { signal }).catch((error: unknown) => {
    throw mediaFault(error, 'the screen');
  });
  try {
    return new ScreenShare(stream, options.contentHint);
  } catch (error) {
    stopTracks(stream);
    throw error;
  }
}
