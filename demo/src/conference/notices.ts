import { Store } from '../ui/store.ts';

/** A short word to the person, read aloud by screen readers as well. */
export interface Notice {
  /** Tells it from the others. */
  readonly id: number;
  /** `info` goes by itself after a while; `alert` stays until it is put away. */
  readonly tone: 'info' | 'alert';
  /** What is said. */
  readonly text: string;
}

/** How long an `info` is shown, in milliseconds. */
const SHOWN_MS = 6000;
/** More than this at once would cover the call. */
const MOST = 4;

/** What there is to say at the moment, oldest first. */
export class Notices {
  /** The notices that are shown. */
  readonly shown: Store<readonly Notice[]> = new Store<readonly Notice[]>([]);
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #lastId = 0;

  /** Says something; the same words are not said twice at once. @returns the notice's id */
  say(text: string, tone: Notice['tone'] = 'info'): number {
    const again = this.shown.get().find((notice) => notice.text === text);
    if (again) this.dismiss(again.id);
    this.#lastId += 1;
    const id = this.#lastId;
    this.shown.update((notices) => [...notices, { id, tone, text }].slice(-MOST));
    if (tone === 'info') {
      const timer = setTimeout(() => this.dismiss(id), SHOWN_MS);
      this.#timers.set(id, timer);
    }
    return id;
  }

  /** Puts a notice away. */
  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.shown.update((notices) => notices.filter((notice) => notice.id !== id));
  }

  /** Puts all away. */
  close(): void {
    for (const { id } of this.shown.get()) this.dismiss(id);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
