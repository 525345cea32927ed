import { abortError, SdkError, type WaitOptions, withDeadline } from '@remotemedia/base';
import type { PeerId } from '../peer-info.ts';
import type { WireBatch, WireRequest, WireResult } from './wire.ts';

/** Most requests in one batch; the server refuses more. */
const MAX_BATCH_REQUESTS = 64;
/** Most characters of SDP and candidates in one batch, well below the server's longest message. */
const MAX_BATCH_CHARACTERS = 131_072;

interface Entry {
  readonly request: WireRequest;
  readonly settle: (result: WireResult) => void;
  /** Nobody waits for it any more. */
  isGivenUp: boolean;
}

/**
 * Requests that wait for their turn. One batch is under way at a time, so requests arrive in order whatever
 * the transport does; what is added meanwhile goes with the next one. A batch that failed on the way is kept
 * and taken again with the same numbers.
 */
export class Outbox {
  #waiting: Entry[] = [];
  #underWay: Entry[] = [];
  #nextSeq = 1n;
  #closed: SdkError | undefined;
  #held: ReadonlySet<PeerId> = new Set();

  /** Whether there is something to carry. */
  get hasWork(): boolean {
    return this.#underWay.length > 0 || this.#waiting.length > 0;
  }

  /** Number that the next new request will get. */
  get nextSeq(): bigint {
    return this.#nextSeq;
  }

  /** Adds a request; settles with its result. @throws {SdkError} what the server said, `deadline-exceeded`, `cancelled` */
  async add(request: WireRequest, options: WaitOptions): Promise<WireResult & { ok: true }> {
    if (this.#closed) throw this.#closed;
    const result = await withDeadline((signal) => this.#enqueue(request, signal), options);
    if (!result.ok) throw result.error;
    return result;
  }

  #enqueue(request: WireRequest, signal: AbortSignal): Promise<WireResult> {
    return new Promise((resolve) => {
      const entry: Entry = { request, settle: resolve, isGivenUp: false };
      this.#waiting.push(entry);
      signal.addEventListener('abort', () => {
        entry.isGivenUp = true;
        this.#waiting = this.#waiting.filter((other) => other !== entry);
        resolve({ ok: false, error: abortError(signal) });
      });
    });
  }

  /** The batch to carry now: the one that failed, else the next one. @param acked asked only if there is one */
  take(sessionToken: string, acked: () => bigint): WireBatch | undefined {
    if (this.#underWay.length === 0) {
      this.#underWay = this.#nextEntries();
      this.#nextSeq += BigInt(this.#underWay.length);
    }
    const count = this.#underWay.length;
    if (count === 0) return undefined;
    const requests = this.#underWay.map((entry) => entry.request);
    return { sessionToken, firstSeq: this.#nextSeq - BigInt(count), requests, ackedSeq: acked() };
  }

  /** What is for these peers waits; everything else does not wait for it. */
  hold(peerIds: ReadonlySet<PeerId>): void {
    this.#held = peerIds;
  }

  /**
   * A new stay begins, of whose numbers none is taken: whatever was not answered is carried again, after `first`. What was
   * under way may arrive a second time then, which does less harm than never.
   */
  restart(first: readonly WireRequest[]): void {
    const begin = first.map((request): Entry => ({ request, settle: () => {}, isGivenUp: true }));
    // What the stay before began with is not among them.
    const rest = [...this.#underWay, ...this.#waiting].filter(({ isGivenUp }) => !isGivenUp);
    this.#waiting = [...begin, ...rest];
    this.#underWay = [];
    this.#nextSeq = 1n;
  }

  #nextEntries(): Entry[] {
    let characters = 0;
    const next = new Set<Entry>();
    for (const entry of this.#waiting) {
      if (this.#isHeld(entry)) continue;
      characters += sizeOf(entry.request);
      if (next.size >= MAX_BATCH_REQUESTS || (next.size > 0 && characters > MAX_BATCH_CHARACTERS)) break;
      next.add(entry);
    }
    if (next.size > 0) this.#waiting = this.#waiting.filter((entry) => !next.has(entry));
    return [...next];
  }

  #isHeld({ request }: Entry): boolean {
    if (request.type === 'signal') return this.#held.has(request.to);
    return request.type === 'dismiss' && this.#held.has(request.peerId);
  }

  /** Settles the batch under way. A result that is missing counts as a fault of the server. */
  settle(results: readonly WireResult[]): void {
    const entries = this.#underWay;
    this.#underWay = [];
    entries.forEach((entry, index) => {
      entry.settle(
        results[index] ?? { ok: false, error: new SdkError('internal', 'the server left a request unanswered') },
      );
    });
  }

  /** Settles everything with `error` and refuses what comes later. */
  close(error: SdkError): void {
    if (this.#closed) return;
    this.#closed = error;
    for (const entry of [...this.#underWay, ...this.#waiting]) entry.settle({ ok: false, error });
    this.#underWay = [];
    this.#waiting = [];
  }
}

function sizeOf(request: WireRequest): number {
  if (request.type !== 'signal') return 0;
  return request.signal.type === 'candidate' ? request.signal.candidate.length : request.signal.sdp.length;
}
