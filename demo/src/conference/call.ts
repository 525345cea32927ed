import { type Peer, type PeerEndReason, SdkError, type TransportState, type WebRtcTransport } from '@remotemedia/sdk';
import { captureErrorWords } from '../page/error-words.ts';
import { Store } from '../ui/store.ts';
import { Chat } from './chat.ts';
import type { Effects } from './effects.ts';
import { isAudible, isVisible, type LocalMedia, type LocalMediaState } from './local-media.ts';
import { LocalScreen } from './local-screen.ts';
import { Notices } from './notices.ts';
import { publishLocalMedia, type TreatedTracks } from './publish-local-media.ts';
import { type SharedScreen, watchScreens } from './shared-screens.ts';
import type { Sound } from './sound.ts';
import { type MediaWireMessage, readMessage } from './wire-messages.ts';

/** What a peer says is on, by peer id. A peer that has said nothing yet is not in it. */
export type PeersMedia = ReadonlyMap<string, Omit<MediaWireMessage, 'type'>>;

const OUT_OF_TOUCH = 'The server cannot be reached. Trying again; until then nobody can come in, but the call goes on.';

const GONE_WORDS: Record<PeerEndReason, (name: string) => string> = {
  left: (name) => `${name} left`,
  failed: (name) => `The connection to ${name} was lost`,
  dismissed: (name) => `${name} ended the connection to you`,
  refused: (name) => `${name} could not be added: there are too many people in the call`,
  closed: (name) => `You ended the connection to ${name}`,
};

/** What a {@link Call} is made of. */
export interface CallParts {
  /** The way to the others; the call closes it. */
  readonly transport: WebRtcTransport;
  /** What this person sends; it outlives the call. */
  readonly media: LocalMedia;
  /** What is done to that before others get it; it outlives the call. */
  readonly effects: Store<Effects>;
  /** Plays what the others send; it outlives the call. */
  readonly sound: Sound;
  /** Hears that the call ended without anybody wanting it. */
  readonly onLost: (error: SdkError) => void;
}

/** One stay in a room: connects transport, devices, chat and what is said to the person. */
export class Call {
  /** The way to the others. */
  readonly transport: WebRtcTransport;
  /** What this person sends. */
  readonly media: LocalMedia;
  /** What is done to that before others get it. */
  readonly effects: Store<Effects>;
  /** What others get in the place of tracks with an effect. */
  readonly treated: Store<TreatedTracks> = new Store<TreatedTracks>(new Map());
  /** Plays what the others send. */
  readonly sound: Sound;
  /** The conversation. */
  readonly chat: Chat;
  /** What there is to say. */
  readonly notices: Notices = new Notices();
  /** Which devices of the others are on. */
  readonly peersMedia: Store<PeersMedia> = new Store<PeersMedia>(new Map());
  /** What this person shares beside camera and microphone. */
  readonly screen: LocalScreen;
  /** All screens that are shared in the room. */
  readonly screens: Store<readonly SharedScreen[]> = new Store<readonly SharedScreen[]>([]);
  readonly #onLost: (error: SdkError) => void;
  #local: LocalMediaState;
  readonly #undos: (() => void)[];
  #said = '';
  /** The notice that says so, while the server is out of reach. */
  #outOfTouch: number | undefined;

  constructor({ transport, media, effects, sound, onLost }: CallParts) {
    this.transport = transport;
    this.media = media;
    this.#local = media.state.get();
    this.effects = effects;
    this.sound = sound;
    this.#onLost = onLost;
    this.chat = new Chat((text) => this.#sendChat(text));
    this.screen = new LocalScreen(transport, (error) =>
      this.notices.say(`Your screen could not be shared: ${error.detail}`, 'alert'),
    );
    this.#undos = [
      transport.on('stateChange', (state) => this.#onState(state)),
      transport.on('peersChange', (peers) => media.fitTo(peers.length)),
      transport.on('peerJoined', ({ peer }) => this.notices.say(`${nameOf(peer)} joined`)),
      transport.on('peerConnected', ({ peer }) => this.#tellMedia(peer)),
      transport.on('peerDisconnected', ({ peer, reason }) => this.#onGone(peer, reason)),
      transport.on('data', ({ peer, data }) => this.#onData(peer, data)),
      media.state.subscribe(() => this.#onMedia()),
      this.screen.state.subscribe(() => this.#tellMedia()),
      watchScreens(this, this.screens),
      publishLocalMedia(transport, {
        media,
        effects,
        treated: this.treated,
        onError: (error) => this.notices.say(`Your media could not be sent: ${error.detail}`, 'alert'),
      }),
    ];
    media.fitTo(transport.peers.length);
    for (const peer of transport.peers) if (peer.state.kind === 'connected') this.#tellMedia(peer);
    window.remotemedia = { transport };
  }

  /** Leaves the room and lets go of everything but devices and sound. Calling it again does nothing. */
  async close(): Promise<void> {
    for (const undo of this.#undos.splice(0)) undo();
    this.screen.close();
    this.notices.close();
    this.media.fitTo(0);
    if (window.remotemedia?.transport === this.transport) delete window.remotemedia;
    await this.transport.close();
  }

  /** Says in words when a device fails; what failed before the call was said in the lobby. */
  #onMedia(): void {
    const before = this.#local;
    this.#local = this.media.state.get();
    for (const device of ['microphone', 'camera'] as const) {
      const capture = this.#local[device];
      if (capture.kind !== 'failed' || capture === before[device]) continue;
      const { title, hint } = captureErrorWords(capture.error, device);
      this.notices.say(`${title}. ${hint}`, 'alert');
    }
    this.#tellMedia();
  }

  /** Fails when a line did not reach everybody who could be reached. */
  async #sendChat(text: string): Promise<void> {
    const expected = this.transport.listPeers().length;
    const reached = await this.transport.broadcast({ type: 'chat', text });
    if (reached.length < expected) throw new SdkError('data-loss', 'some people did not get the message');
  }

  /** Tells one peer, or all when there is news, which devices are on. */
  #tellMedia(peer?: Peer): void {
    const state = this.media.state.get();
    const message = {
      type: 'media',
      audio: isAudible(state),
      video: isVisible(state),
      ...(this.screen.state.get().kind === 'on' && { screen: this.screen.stream.id }),
    };
    const said = JSON.stringify(message);
    if (!peer && said === this.#said) return;
    this.#said = said;
    const sent = peer ? this.transport.sendToPeer(peer.id, message) : this.transport.broadcast(message);
    // Whoever cannot be reached now is told on being connected.
    sent.catch(() => {});
  }

  #onData(peer: Peer, data: unknown): void {
    const message = readMessage(data);
    if (message?.type === 'chat') this.chat.receive(peer.id, nameOf(peer), message.text);
    else if (message?.type === 'media') {
      const { type: _, ...said } = message;
      if (said.screen && !this.peersMedia.get().get(peer.id)?.screen)
        this.notices.say(`${nameOf(peer)} shares a screen`);
      this.peersMedia.update((all) => new Map(all).set(peer.id, said));
    }
  }

  #onGone(peer: Peer, reason: PeerEndReason): void {
    this.notices.say(GONE_WORDS[reason](nameOf(peer)), reason === 'left' ? 'info' : 'alert');
    this.peersMedia.update((all) => new Map([...all].filter(([id]) => id !== peer.id)));
  }

  #onState(state: TransportState): void {
    if (state.kind === 'closed' && state.error) this.#onLost(state.error);
    else if (state.kind === 'recovering') this.#outOfTouch ??= this.notices.say(OUT_OF_TOUCH, 'alert');
    else if (state.kind === 'connected' && this.#outOfTouch !== undefined) {
      this.notices.dismiss(this.#outOfTouch);
      this.#outOfTouch = undefined;
      this.notices.say('Back in touch with the server');
    }
  }
}

/** What a peer is called; people may enter without a name. */
export function nameOf(peer: Pick<Peer, 'displayName'>): string {
  return peer.displayName.trim().slice(0, 80) || 'Guest';
}

declare global {
  interface Window {
    /** The call's transport while there is a call: a handle for the console. */
    remotemedia?: { readonly transport: WebRtcTransport };
  }
}
