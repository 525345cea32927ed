import type { SdkError } from '@remotemedia/base';

/** Streams that have a coder of their own; the one that was silent longest loses it first. */
const MAX_STREAMS = 16;

/** Something that is open for one stream. */
interface Session {
  /** What ended it, if something did. */
  readonly failure: SdkError | undefined;
  close(): void;
}

/** One coder for each stream: what a coder does with a picture depends on those before it. */
export class StreamSessions<T extends Session> {
  readonly #sessions = new Map<string, T>();

  /** What ended the one of a stream since the last call; it is forgotten then. */
  takeFailure(streamId: string | undefined): SdkError | undefined {
    const key = streamId ?? '';
    const found = this.#sessions.get(key);
    if (!found?.failure) return undefined;
    found.close();
    this.#sessions.delete(key);
    return found.failure;
  }

  /** The one of a stream, made if there is none. */
  get(streamId: string | undefined, make: () => T): T {
    const key = streamId ?? '';
    const session = this.#sessions.get(key) ?? make();
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MAX_STREAMS && oldest !== undefined) {
      this.#sessions.get(oldest)?.close();
      this.#sessions.delete(oldest);
    }
    return session;
  }

  /** All of them. */
  values(): readonly T[] {
    return [...this.#sessions.values()];
  }

  /** Closes and forgets all of them. */
  clear(): void {
    for (const session of this.#sessions.values()) session.close();
    this.#sessions.clear();
  }
}
