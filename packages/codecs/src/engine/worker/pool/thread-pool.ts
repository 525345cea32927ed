import { SdkError } from '@remotemedia/base';
import { codecLocations } from '../threads/codec-locations.ts';
import { quietTimer } from './quiet-timer.ts';
import { type CoderListener, ThreadLink } from './thread-link.ts';

/** A thread without coders ends after this time; a page that opens the next coder at once saves the start. */
const IDLE_MS = 1_000;

/** How long a thread may go on with work that nobody wants any more before it is ended. */
const ABANDON_MS = 50;

/** A thread for each video coder, up to so many; then they share. */
const MIN_THREADS = 4;

/** What kind of work a thread is for: a picture takes milliseconds, which sound should not have to wait. */
export type ThreadUse = 'audio' | 'video';

/** The threads of this page. Audio coders share one, a video coder has one for itself. */
class ThreadPool {
  readonly #links: Record<ThreadUse, Set<ThreadLink>> = { audio: new Set(), video: new Set() };
  readonly #idleTimers = new Map<ThreadLink, () => void>();
  /** May be busy with what nobody wants any more: a newcomer would have to wait for it, or be ended with it. */
  readonly #leaving = new Set<ThreadLink>();

  /** How many threads there are, idle ones included. */
  get size(): number {
    return this.#links.audio.size + this.#links.video.size;
  }

  /** A thread for a coder, which is known to it then. @throws {SdkError} `unavailable` when none can be made */
  take(use: ThreadUse, coder: number, listener: CoderListener): ThreadLink {
    const link = this.#find(use) ?? this.#start(use);
    this.#idleTimers.get(link)?.();
    this.#idleTimers.delete(link);
    link.join(coder, listener);
    return link;
  }

  /**
   * A coder that was taken off its link leaves the thread. If the thread is at work for it and for nobody else, and does
   * not get done soon, it is ended: that is how running work is aborted.
   *
   * @param isBusy whether something was pending for it
   * @returns fulfils when the thread is free of it
   */
  async giveBack(use: ThreadUse, link: ThreadLink, coder: number, isBusy: boolean): Promise<void> {
    if (!link.isAlive) return;
    if (isBusy) this.#leaving.add(link);
    const abandon = quietTimer(ABANDON_MS, () => {
      if (isBusy && link.coderCount === 0) link.terminate(new SdkError('aborted', 'the coder was closed at work'));
    });
    await link.request({ type: 'close', coder }).catch(() => {});
    abandon();
    if (isBusy) this.#leaving.delete(link);
    if (!link.isAlive) this.#links[use].delete(link);
    else if (link.coderCount === 0) this.#rest(use, link);
  }

  #find(use: ThreadUse): ThreadLink | undefined {
    const locations = codecLocations();
    const links = [...this.#links[use]].filter((link) => link.isAlive && link.locations === locations);
    if (use === 'audio') return links[0];
    const free = links.filter((link) => !this.#leaving.has(link));
    const idle = free.find((link) => link.coderCount === 0);
    if (idle || links.length < maxThreads()) return idle;
    return free.sort((a, b) => a.coderCount - b.coderCount)[0];
  }

  #start(use: ThreadUse): ThreadLink {
    const links = this.#links[use];
    const link = new ThreadLink(() => links.delete(link));
    links.add(link);
    return link;
  }

  #rest(use: ThreadUse, link: ThreadLink): void {
    this.#idleTimers.get(link)?.();
    const stop = quietTimer(IDLE_MS, () => {
      this.#idleTimers.delete(link);
      this.#links[use].delete(link);
      link.terminate(new SdkError('aborted', 'the codec worker was idle'));
    });
    this.#idleTimers.set(link, stop);
  }
}

function maxThreads(): number {
  return Math.max(MIN_THREADS, globalThis.navigator?.hardwareConcurrency ?? 0);
}

const pool: ThreadPool = new ThreadPool();

/** The page's threads. */
export function threadPool(): ThreadPool {
  return pool;
}
