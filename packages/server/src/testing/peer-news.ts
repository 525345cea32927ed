import type { SignalingNotification } from '@remotemedia/protocol/webrtc';

/** A notification as tests compare it, the same for every protocol. */
export interface News {
  /** `joined`, `left`, `offer`, `answer`, `candidate` or `disconnected`. */
  readonly kind: string;
  /** Whom it comes from or is about. */
  readonly peer: string;
  /** SDP or candidate line. */
  readonly text?: string;
  /** Number within the stay, where there is one. */
  readonly seq?: number;
}

/** News in the order in which they came, and a way to wait for the next. */
export class NewsList {
  /** Everything that came so far. */
  readonly all: News[] = [];
  #read = 0;
  #onNews: () => void = () => {};

  /** Adds one. */
  add(news: News): void {
    this.all.push(news);
    this.#onNews();
  }

  /** The next one that was not returned before. Rejects after `timeoutMs` milliseconds. */
  async next(timeoutMs: number = 3_000): Promise<News> {
    const deadline = Date.now() + timeoutMs;
    while (this.#read >= this.all.length) {
      const restMs = deadline - Date.now();
      if (restMs <= 0) throw new Error(`no news within ${timeoutMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restMs);
        this.#onNews = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const news = this.all[this.#read];
    this.#read += 1;
    if (!news) throw new Error('unreachable');
    return news;
  }
}

/** The news in a protobuf notification. */
export function newsOf({ notification: { case: kind, value } }: SignalingNotification, seq?: bigint): News {
  const number = seq === undefined ? {} : { seq: Number(seq) };
  switch (kind) {
    case 'peerJoined':
      return { kind: 'joined', peer: value.peerId, ...number };
    case 'peerLeft':
      return { kind: 'left', peer: value.peerId, ...number };
    case 'offer':
    case 'answer':
      return { kind, peer: value.fromPeerId, text: value.sdp, ...number };
    case 'answerAccepted':
      return { kind: 'accepted', peer: value.fromPeerId, ...number };
    case 'iceCandidate':
      return { kind: 'candidate', peer: value.fromPeerId, text: value.candidate, ...number };
    case 'peerDisconnected':
      return { kind: 'disconnected', peer: value.peerId, ...number };
    case 'peerUpdated':
      return { kind: 'updated', peer: value.peer?.peerId ?? '', ...number };
    case undefined:
      throw new Error('an empty notification');
  }
}
