/** How a page enters a call. */
export interface JoinOptions {
  /** URL of the server; `ws:` for JSON-RPC, `http:` for gRPC-Web. */
  readonly signaling: string;
  /** Room. */
  readonly room: string;
  /** Peer id and name. */
  readonly peerId: string;
  /** Whether media may go through TURN servers only. @default false */
  readonly relayOnly?: boolean;
  /** Whether the page asks the test for ICE servers (`window.iceServersOfTest`). @default false: the server's only */
  readonly asksForIceServers?: boolean;
  /** Whether bitrates follow the network. @default the SDK's own choice */
  readonly adaptiveBitrateEnabled?: boolean;
}

/** What a page sends. */
export interface PublishWish {
  /** Width of the camera's picture; 0 for no camera. */
  readonly width: number;
  /** Height. */
  readonly height: number;
  /** Frames per second. */
  readonly fps: number;
  /** Whether a steady tone is sent, too. */
  readonly tone: boolean;
  /** Whether the picture is drawn, and not a camera's. Chromium keeps tracks of cameras in memory. @default false */
  readonly isDrawn?: boolean;
}

/** When media of a peer arrived, in milliseconds since 1970. */
export interface Arrivals {
  /** When a block of sound was loud. */
  readonly audio: readonly number[];
  /** When a new picture was shown. */
  readonly video: readonly number[];
}

/** What is still the object it was, and what was made since. */
export interface Identities {
  /** Whether the peer is the same object. */
  readonly peer: boolean;
  /** Whether its connection is. */
  readonly connection: boolean;
  /** Whether its tracks are, and are live. */
  readonly tracks: boolean;
  /** Whether its lanes are, and all data channels that were open are still open. */
  readonly channels: boolean;
  /** How many `RTCPeerConnection`s the page made since. */
  readonly connectionsMade: number;
}

/** What became of the messages of one peer, who counts them from 0. */
export interface MessageCount {
  /** How many we sent to it. */
  readonly sent: number;
  /** How many came from it. */
  readonly received: number;
  /** How many of these had come before. */
  readonly repeated: number;
  /** How many came before an earlier one. */
  readonly disordered: number;
  /** Why sends failed, by words. */
  readonly failures: readonly string[];
}

/** How a file is doing at one side. */
export interface TransferReport {
  /** State, with the reason if it has one. */
  readonly state: string;
  /** Bytes that the receiver has. */
  readonly bytes: number;
  /** When bytes were more than before, in milliseconds since 1970: at most ten times a second. */
  readonly progressAt: readonly number[];
  /** Whether the receiver compared the digest. */
  readonly isVerified: boolean;
}

/** Something that happened in the page. */
export interface TimelineEntry {
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** What. */
  readonly what: string;
}

/** What one video of one peer is like, over the time since the last look. */
export interface VideoFigures {
  /** Who sends it. */
  readonly peerId: string;
  /** Frames decoded per second. */
  readonly fps: number;
  /** Width of the last frame. */
  readonly width: number;
  /** Height of the last frame. */
  readonly height: number;
  /** Kilobits received per second. */
  readonly kbps: number;
  /** Why our own picture to this peer is sent as it is. */
  readonly reasons: string;
}

/** What a test may do in a page: `window.call`. */
export interface CallHooks {
  join(options: JoinOptions): Promise<void>;
  leave(): Promise<void>;
  publish(wish: PublishWish): Promise<void>;
  /** Takes back what is published. Camera and tone stay open until the page leaves, and are published again. */
  unpublish(): Promise<void>;
  /** Where the transport is in its life: its `state.kind`, or `none`. */
  state(): string;
  /** Ids of the peers that are connected, sorted. */
  connected(): readonly string[];
  /** Ids of all that the server says are in the room, sorted. */
  present(): Promise<readonly string[]>;
  /** How many tracks a peer sends, and over how many transceivers its connection has in all. */
  tracksOf(peerId: string): { readonly tracks: number; readonly transceivers: number };
  arrivalsOf(peerId: string): Arrivals;
  /** Whether picture and sound of a peer arrived in the last `ms` milliseconds. */
  isFlowing(peerId: string, ms: number): boolean;
  keepIdentities(peerId: string): void;
  identitiesOf(peerId: string): Identities;
  /** Sends a numbered message to each connected peer every so often, until `stopMessages`. */
  startMessages(everyMs: number): void;
  stopMessages(): void;
  messagesOf(peerId: string): MessageCount;
  /** Sends a file of random bytes to a peer, who takes it without being asked. */
  startTransfer(peerId: string, sizeBytes: number): void;
  transfer(): TransferReport | undefined;
  videoFigures(): Promise<readonly VideoFigures[]>;
  /** Says to every peer how its picture is shown: a size in pixels of the screen, or not at all. */
  show(view: { readonly width: number; readonly height: number } | 'hidden'): Promise<void>;
  timeline(): readonly TimelineEntry[];
  /** What statistics said, four times a second. */
  pulse(): readonly TimelineEntry[];
  /** Forgets arrivals, timeline and pulse so far, so that it is not the test that fills the memory. */
  forget(): void;
  /** The page's clock, in milliseconds since 1970. */
  now(): number;
}

declare global {
  interface Window {
    /** The page's side of a test. */
    call: CallHooks;
    /** What a test gives to a page that asks for ICE servers. */
    iceServersOfTest: () => Promise<RTCIceServer[]>;
  }
}
