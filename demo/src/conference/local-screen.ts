import { SdkError, type WebRtcTransport } from '@remotemedia/sdk';
import { openScreenShare, type ScreenShare } from '@remotemedia/sdk/media';
import { Store } from '../ui/store.ts';

/** Where the share of this person's screen is. */
export type ScreenState =
  | { readonly kind: 'off' }
  /** The browser's dialog is open. */
  | { readonly kind: 'opening' }
  | { readonly kind: 'on'; readonly share: ScreenShare };

const OFF: ScreenState = { kind: 'off' };
/** The person has closed the dialog; there is nothing to tell them. */
const NO_NEWS = ['permission-denied', 'cancelled'];

/** Shares this person's screen with the room, beside the camera; one share after another goes out in the same stream. */
export class LocalScreen {
  /** Whether it is shared. */
  readonly state: Store<ScreenState> = new Store<ScreenState>(OFF);
  /** What is published; the others know it by its id. */
  readonly stream: MediaStream = new MediaStream();
  readonly #transport: WebRtcTransport;
  readonly #onError: (error: SdkError) => void;
  readonly #life = new AbortController();

  /** @param onError hears why the screen could not be shared */
  constructor(transport: WebRtcTransport, onError: (error: SdkError) => void) {
    this.#transport = transport;
    this.#onError = onError;
  }

  /** Starts or ends the share; does nothing while the browser asks. Call it from a click or a key press. */
  async toggle(): Promise<void> {
    const state = this.state.get();
    if (state.kind === 'on') state.share.stop();
    else if (state.kind === 'off') await this.#start();
  }

  /** Ends the share for good. Calling it again does nothing. */
  close(): void {
    this.#life.abort();
    const state = this.state.get();
    if (state.kind === 'on') state.share.stop();
  }

  async #start(): Promise<void> {
    this.state.set({ kind: 'opening' });
    let share: ScreenShare | undefined;
    try {
      share = await openScreenShare({ audio: 'tab', signal: this.#life.signal });
      this.#follow(share);
      for (const track of share.tracks) this.stream.addTrack(track);
      this.state.set({ kind: 'on', share });
      await this.#transport.publish(this.stream);
    } catch (caught) {
      share?.stop();
      this.state.set(OFF);
      const error = SdkError.from(caught);
      if (!NO_NEWS.includes(error.code) && !this.#life.signal.aborted) this.#onError(error);
    }
  }

  #follow(share: ScreenShare): void {
    share.on('audioEnded', (track) => this.#takeBack(track));
    share.on('ended', () => {
      this.state.set(OFF);
      for (const track of share.tracks) this.#takeBack(track);
    });
  }

  #takeBack(track: MediaStreamTrack): void {
    this.stream.removeTrack(track);
    // A transport that is closed sends nothing any more.
    this.#transport.unpublish(track).catch(() => {});
  }
}
