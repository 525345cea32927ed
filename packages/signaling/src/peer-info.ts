import { SdkError } from '@remotemedia/base';
import { isPeerId } from '@remotemedia/protocol';

/** Names a peer within its room: 1–64 of the characters `A–Z a–z 0–9 _ . : @ -`. */
export type PeerId = string & { readonly __brand: 'PeerId' };

/** Makes a {@link PeerId} of a string. @throws {SdkError} `invalid-argument` when it is not of that form */
export function toPeerId(value: string): PeerId {
  if (!isPeerId(value)) {
    throw new SdkError(
      'invalid-argument',
      `a peer id must be 1–64 of the characters A–Z a–z 0–9 _ . : @ -, got ${JSON.stringify(value.slice(0, 80))}`,
    );
  }
  return value as PeerId;
}

/** What a peer says it can do (`PeerCapabilities` on the wire). */
export interface PeerCapabilities {
  /** Sends or receives audio. */
  readonly audio: boolean;
  /** Sends or receives video. */
  readonly video: boolean;
  /** Has a data channel. */
  readonly data: boolean;
}

/** Whether a peer can be called, as it says itself (`PeerState` on the wire). */
export type Presence = 'available' | 'busy' | 'away';

/** What the signaling server knows of a peer. */
export interface PeerInfo {
  /** The peer's name on the wire. */
  readonly id: PeerId;
  /** Name to show to people; the id where the peer gave none. */
  readonly displayName: string;
  /** What it says it can do. */
  readonly capabilities: PeerCapabilities;
  /** What the peer said of itself, at most 1 KiB of UTF-8. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether it can be called, as it says itself. */
  readonly presence: Presence;
}
