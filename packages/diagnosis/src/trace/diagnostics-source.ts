import type { Undo } from '@remotemedia/base';

/** A peer as a {@link DiagnosticsSource} has it. */
export interface DiagnosticsPeer {
  /** Its id. */
  readonly id: string;
  /** Its name for people. */
  readonly displayName?: string;
  /** Its connection; another object after a full reconnection. */
  readonly connection: RTCPeerConnection;
  /** Hears of what becomes of it. */
  on(event: 'stateChange', listener: (state: unknown) => void): Undo;
}

/** What can be recorded as a whole; a transport is one by its shape. */
export interface DiagnosticsSource {
  /** Our own id. Servers put it into errors, so it must be known to be hidden; likewise the next two. */
  readonly peerId?: string;
  /** Our own name for people. */
  readonly displayName?: string;
  /** Name of the room. */
  readonly room?: string;
  /** Who is connected or about to be. */
  readonly peers: readonly DiagnosticsPeer[];
  /** Hears of changes. */
  on(event: 'peersChange' | 'stateChange' | 'error', listener: (payload: unknown) => void): Undo;
}
