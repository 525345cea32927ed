/** What a peer was told, the same for every protocol. */
export interface News {
  /** What happened. */
  readonly kind: 'joined' | 'left' | 'offer' | 'answer' | 'candidate' | 'disconnected';
  /** Whom it comes from or is about. */
  readonly peer: string;
  /** SDP or candidate line; empty for the end of candidates. */
  readonly text?: string;
}

/** Long enough for a busy machine. */
const WAIT_MS = 10_000;

/** News in the order in which they came; each is read once. */
export class NewsList {
  readonly #waiting: News[] = [];
  #onNews: () => void = () => {};

  /** Adds one. */
  add(news: News): void {
    this.#waiting.push(news);
    this.#onNews();
  }

  /** The next one. Rejects when there is none in ten seconds. */
  async next(): Promise<News> {
    const deadlineMs = performance.now() + WAIT_MS;
    for (;;) {
      const news = this.#waiting.shift();
      if (news) return news;
      const restMs = deadlineMs - performance.now();
      if (restMs <= 0) throw new Error(`no news within ${WAIT_MS} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restMs);
        this.#onNews = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
