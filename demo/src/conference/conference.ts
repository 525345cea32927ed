import { SdkError, WebRtcTransport } from '@remotemedia/sdk';
import { type Address, roomLink, signalingOf } from '../page/address.ts';
import { type ErrorWords, joinErrorWords, lostErrorWords } from '../page/error-words.ts';
import { readPreferences, rememberPreferences } from '../page/preferences.ts';
import { loadIceServers } from '../page/server-config.ts';
import { Store } from '../ui/store.ts';
import { Call } from './call.ts';
import { type Effects, NO_EFFECTS } from './effects.ts';
import { LocalMedia } from './local-media.ts';
import { Sound } from './sound.ts';

/** Why the person is in the lobby. */
export type LobbyReason =
  /** Just came. */
  | { readonly kind: 'arrived' }
  /** Left a call. */
  | { readonly kind: 'left' }
  /** Could not get in, or fell out. */
  | { readonly kind: 'failed'; readonly words: ErrorWords };

/** What the page shows. */
export type ConferenceState =
  | { readonly kind: 'lobby'; readonly reason: LobbyReason }
  | { readonly kind: 'joining' }
  | { readonly kind: 'call'; readonly call: Call };

/** The whole visit: lobby, call, lobby again. It lives outside React, so that React may render as often as it likes. */
export class Conference {
  /** What the page shows. */
  readonly state: Store<ConferenceState> = new Store<ConferenceState>({ kind: 'lobby', reason: { kind: 'arrived' } });
  /** Camera and microphone, in lobby and call. */
  readonly media: LocalMedia;
  /** What is done to that before others get it. */
  readonly effects: Store<Effects> = new Store<Effects>(NO_EFFECTS);
  /** Plays what others send. */
  readonly sound: Sound;
  /** The room of this page. */
  readonly room: string;
  readonly #address: Address;
  #joining: AbortController | undefined;

  constructor(address: Address) {
    const remembered = readPreferences();
    this.#address = address;
    this.room = address.room;
    this.media = new LocalMedia(remembered);
    this.sound = new Sound(remembered.speakerId);
  }

  /** The link that brings others here. */
  get link(): string {
    return roomLink(location.origin, this.room);
  }

  /** Enters the room; does nothing when already in or on the way. Failures lead back to the lobby, in words. */
  async join(displayName: string): Promise<void> {
    if (this.state.get().kind !== 'lobby') return;
    const joining = new AbortController();
    this.#joining = joining;
    this.state.set({ kind: 'joining' });
    rememberPreferences({ displayName });
    history.replaceState(null, '', `/r/${encodeURIComponent(this.room)}${location.search}`);
    try {
      const transport = await this.#connect(displayName, joining.signal);
      const { media, effects, sound } = this;
      this.state.set({
        kind: 'call',
        call: new Call({ transport, media, effects, sound, onLost: (error) => this.#fall(error) }),
      });
    } catch (caught) {
      const reason: LobbyReason = joining.signal.aborted
        ? { kind: 'arrived' }
        : { kind: 'failed', words: joinErrorWords(SdkError.from(caught)) };
      this.state.set({ kind: 'lobby', reason });
    }
  }

  /** Calls off a join that is under way. */
  cancel(): void {
    this.#joining?.abort();
  }

  /** Leaves the call and switches the devices off. */
  async leave(): Promise<void> {
    const ended = this.#end({ kind: 'left' });
    this.media.close('camera', 'microphone');
    await ended;
  }

  async #fall(error: SdkError): Promise<void> {
    await this.#end({ kind: 'failed', words: lostErrorWords(error) });
  }

  async #end(reason: LobbyReason): Promise<void> {
    const state = this.state.get();
    if (state.kind !== 'call') return;
    this.state.set({ kind: 'lobby', reason });
    await state.call.close();
  }

  #connect(displayName: string, signal: AbortSignal): Promise<WebRtcTransport> {
    return WebRtcTransport.connect({
      signaling: signalingOf(location.origin, this.#address),
      room: this.room,
      displayName,
      getIceServers: loadIceServers,
      signal,
    });
  }
}
