import type { QualitySource } from '../quality-port.ts';

/** How long a level counts after the packet that told it, in milliseconds. */
const FRESH_MS = 500;

/**
 * Reads how loud each connected peer is, 0–1: from the levels its packets carry (RFC 6464, W3C WebRTC §5.3.2). Chromium
 * knows them only of tracks that are played.
 */
export class RemoteLevels {
  readonly #source: QualitySource;
  readonly #seen = new WeakMap<RTCRtpReceiver, { readonly timestamp: number; readonly atMs: number }>();

  /** @param source whose peers are listened to */
  constructor(source: QualitySource) {
    this.#source = source;
  }

  /** The levels of now, of every peer that sends audio. */
  read(nowMs: number): Map<string, number> {
    const levels = new Map<string, number>();
    for (const { id, state, connection } of this.#source.peers) {
      if (state.kind !== 'connected') continue;
      for (const receiver of connection.getReceivers()) {
        if (receiver.track.kind !== 'audio' || receiver.track.muted) continue;
        levels.set(id, Math.max(levels.get(id) ?? 0, this.#levelOf(receiver, nowMs)));
      }
    }
    return levels;
  }

  #levelOf(receiver: RTCRtpReceiver, nowMs: number): number {
    const [source] = receiver.getSynchronizationSources();
    if (!source) return 0;
    // The browser's time of the last packet, which is not the time of our clock, stands still when none comes.
    const seen = this.#seen.get(receiver);
    if (seen?.timestamp !== source.timestamp) this.#seen.set(receiver, { timestamp: source.timestamp, atMs: nowMs });
    else if (nowMs - seen.atMs > FRESH_MS) return 0;
    return source.audioLevel ?? 0;
  }
}
