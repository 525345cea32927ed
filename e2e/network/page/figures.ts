import type { Peer, Quality } from '@remotemedia/sdk';
import type { VideoFigures } from './hooks.ts';

interface Seen {
  readonly at: number;
  readonly frames: number;
  readonly bytes: number;
}

/** Measures the pictures of peers from statistics, each time since the last look. */
export class VideoMeter {
  readonly #last = new Map<string, Seen>();

  /** Figures of every peer that sends a picture. */
  async look(peers: readonly Peer[], quality: Quality): Promise<VideoFigures[]> {
    const figures = await Promise.all(peers.map((peer) => this.#figuresOf(peer, quality)));
    return figures.filter((each) => each !== undefined);
  }

  async #figuresOf({ id, connection }: Peer, quality: Quality): Promise<VideoFigures | undefined> {
    const reports = [...(await connection.getStats()).values()];
    const received = reports.find((each) => each.type === 'inbound-rtp' && each.kind === 'video');
    if (!received) return undefined;
    const {
      timestamp: at,
      framesDecoded: frames = 0,
      bytesReceived: bytes = 0,
      frameWidth = 0,
      frameHeight = 0,
    } = received;
    const before = this.#last.get(id) ?? { at: at - 1_000, frames, bytes };
    this.#last.set(id, { at, frames, bytes });
    const seconds = (at - before.at) / 1_000 || 1;
    return {
      peerId: id,
      fps: (frames - before.frames) / seconds,
      width: frameWidth,
      height: frameHeight,
      kbps: ((bytes - before.bytes) * 8) / 1_000 / seconds,
      reasons: quality
        .limitsOf(id)
        .flatMap(({ reasons }) => reasons)
        .join(' '),
    };
  }
}
