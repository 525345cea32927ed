import type { SignalingNotification } from '@remotemedia/protocol/webrtc';
import type { Stay } from './stay.ts';

/** A notification that waits for its peer, or was sent and may have to be sent again. */
export interface KeptEntry {
  /** Number within the stay. */
  readonly seq: number;
  /** What is to be told. */
  readonly notification: SignalingNotification;
  /** Stay of the peer that said it; empty for news of the room. */
  readonly fromStayId: string;
  /** The number its sender gave it; 0 for none. */
  readonly number: number;
}

/** All there is to know of a stay, so that another instance can go on with it. */
export interface StaySnapshot {
  /** Names the stay. */
  readonly stayId: string;
  /** The secret half of its token. */
  readonly secret: string;
  /** Counts how often the stay moved from instance to instance. */
  readonly epoch: number;
  /** Name of its room. */
  readonly room: string;
  /** What the others know of the peer. */
  readonly info: Stay['info'];
  /** Where the peer came from, as `addressKey` has it. */
  readonly address: string;
  /** What it may do. */
  readonly grant: Stay['grant'];
  /** Number of the stay's first notification. */
  readonly firstSeq: number;
  /** Number that the next notification gets. */
  readonly nextSeq: number;
  /** What is kept, in order of the numbers. */
  readonly entries: readonly KeptEntry[];
  /** Numbers of messages taken already, by stay of the sender. */
  readonly taken: readonly (readonly [stayId: string, number: number])[];
  /** Ids of those in the room that the peer was told of. */
  readonly known: readonly string[];
}

/** Keeps a copy of a stay on another instance, so that the stay outlives this one. */
export interface Journal {
  /**
   * The stay has one more entry.
   *
   * @returns resolves (never rejects) when the copy has it; `undefined` when there is no copy to wait for
   */
  append(entry: KeptEntry): Promise<void> | undefined;
  /** The peer has everything up to that number; the copy need not keep it. */
  acknowledged(seq: number): void;
  /** What the others know of the peer, or what it may do, changed. */
  changed(): void;
}
