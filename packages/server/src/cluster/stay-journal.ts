import { type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { type ClusterStayHead, ClusterStayHeadSchema, type ClusterStaySchema } from '@remotemedia/protocol/cluster';
import type { Journal, KeptEntry, StaySnapshot } from '../hub/journal.ts';
import { sizeBytesOf } from '../hub/notices.ts';
import type { LocalMember } from './local-member.ts';
import { encodeEntry, encodeHead } from './stay-codec.ts';

/** How much a copy's number of the version grows when it starts over; a stay that is gone on with grows by one only. */
const FRESH_STEP = 2;

/** What a {@link StayJournal} tells of itself. */
export interface JournalPort {
  /** There is news for the copy. */
  wake(journal: StayJournal): void;
  /** There is news that can wait for a while. */
  wakeLater(journal: StayJournal): void;
}

/** Something to send to the copy. */
export interface JournalPart {
  /** For the wire. */
  readonly stay: MessageInitShape<typeof ClusterStaySchema>;
  /** Number of the first entry that the copy does not have after this. */
  readonly nextSeq: number;
  /** Whether the copy is still not whole after this. */
  readonly isCut: boolean;
  /** About how long it is, in bytes. */
  readonly sizeBytes: number;
}

/** Keeps the copy of one stay on another instance in step. */
export class StayJournal implements Journal {
  /** The stay. */
  readonly local: LocalMember;
  /** Instances that may have an older copy. */
  readonly formerHolders: Set<string> = new Set();
  readonly #port: JournalPort;
  #holder: string | undefined;
  #lastHolder: string | undefined;
  #isNewCopy = false;
  #queue: KeptEntry[] = [];
  #waiting: { readonly seq: number; readonly resolve: () => void }[] = [];
  #isStale = true;
  #isHeadNew = false;
  #isTrimmed = false;
  /** Number of the last entry that makes the copy whole, while that is not sent. */
  #wholeSeq = 0;
  #nextSeq = 0;

  /** @param local the stay */
  constructor(local: LocalMember, port: JournalPort) {
    this.local = local;
    this.#port = port;
  }

  /** Instance that has the copy; `undefined` where there is none to have it. */
  get holder(): string | undefined {
    return this.#holder;
  }

  /** Whether there is something to send. */
  get hasNews(): boolean {
    return this.#isStale || this.#isHeadNew || this.#isTrimmed || this.#queue.length > 0;
  }

  /** Another instance has the copy from now on, or none. Starts over. */
  keepAt(holder: string | undefined): void {
    if (this.#holder !== undefined) this.formerHolders.add(this.#holder);
    if (holder !== undefined) this.formerHolders.delete(holder);
    // Outranks whatever older copies there may be.
    if (holder !== undefined && holder !== this.#lastHolder) this.#isNewCopy = true;
    if (holder !== undefined) this.#lastHolder = holder;
    this.#holder = holder;
    this.startOver();
    if (holder === undefined) this.#resolve(Number.POSITIVE_INFINITY);
    else this.#port.wake(this);
  }

  /** Nobody knows what the copy has: it is to be sent from the beginning. */
  startOver(): void {
    this.#isStale = true;
    this.#queue = [];
  }

  /** See `Journal.append`. */
  append(entry: KeptEntry): Promise<void> | undefined {
    if (this.#holder === undefined) return undefined;
    if (!this.#isStale) this.#queue.push(entry);
    this.#port.wake(this);
    return new Promise((resolve) => this.#waiting.push({ seq: entry.seq, resolve }));
  }

  /** Resolves when the copy has everything up to now; `undefined` where there is none. */
  flushed(): Promise<void> | undefined {
    if (this.#holder === undefined) return undefined;
    const seq = this.local.stay.nextSeq - 1;
    return new Promise((resolve) => this.#waiting.push({ seq, resolve }));
  }

  /** See `Journal.acknowledged`. */
  acknowledged(): void {
    this.#isTrimmed = true;
    this.#port.wakeLater(this);
  }

  /** See `Journal.changed`. */
  changed(): void {
    this.#isHeadNew = true;
    this.#port.wake(this);
  }

  /** The next thing to send, of about `budgetBytes` bytes at the most. */
  take(budgetBytes: number): JournalPart {
    const isFresh = this.#isStale;
    const head = isFresh ? this.#startFresh() : this.#isHeadNew ? this.#head([]) : undefined;
    this.#isStale = false;
    this.#isHeadNew = false;
    this.#isTrimmed = false;
    const { entries, sizeBytes } = this.#takeEntries(budgetBytes);
    const { stay, epoch, stayId } = this.local;
    const isCut = this.#nextSeq <= this.#wholeSeq;
    const numbers = { epoch: BigInt(epoch), oldestSeq: BigInt(stay.oldestSeq), nextSeq: BigInt(this.#nextSeq) };
    const part = { stayId, isFresh, isCut, ...numbers, entries: entries.map(encodeEntry), ...(head ? { head } : {}) };
    const headBytes = head ? toBinary(ClusterStayHeadSchema, head).length : 0;
    return { stay: part, nextSeq: this.#nextSeq, isCut, sizeBytes: sizeBytes + headBytes };
  }

  /** The copy has everything before number `nextSeq`. */
  confirm(nextSeq: number): void {
    this.local.copied(nextSeq);
    this.#resolve(nextSeq);
  }

  /** There is no copy any more, but those who wait for it wait on. */
  stop(): void {
    this.#holder = undefined;
  }

  /** Nobody waits for the copy any more. */
  close(): void {
    this.#holder = undefined;
    this.#resolve(Number.POSITIVE_INFINITY);
  }

  #startFresh(): ClusterStayHead {
    const { local } = this;
    if (this.#isNewCopy) local.epoch += FRESH_STEP;
    this.#isNewCopy = false;
    const { entries, nextSeq, taken } = local.stay.snapshot(local.epoch);
    this.#queue = [...entries];
    this.#nextSeq = entries[0]?.seq ?? nextSeq;
    this.#wholeSeq = nextSeq - 1;
    return this.#head(taken);
  }

  #head(taken: StaySnapshot['taken']): ClusterStayHead {
    const { stay, enteredAtMs, replaces } = this.local;
    const { secret = '', room, info, address, grant, firstSeq, known } = stay;
    const lists = { taken, known };
    return encodeHead({ secret, room: room.name, info, address, grant, firstSeq, enteredAtMs, replaces, ...lists });
  }

  #takeEntries(budgetBytes: number): { entries: KeptEntry[]; sizeBytes: number } {
    let [count, totalBytes] = [0, 0];
    for (const { notification } of this.#queue) {
      const sizeBytes = sizeBytesOf(notification);
      if (count > 0 && totalBytes + sizeBytes > budgetBytes) break;
      totalBytes += sizeBytes;
      count += 1;
    }
    const entries = this.#queue.splice(0, count);
    const last = entries.at(-1);
    if (last) this.#nextSeq = last.seq + 1;
    return { entries, sizeBytes: totalBytes };
  }

  #resolve(nextSeq: number): void {
    const done = this.#waiting.filter(({ seq }) => seq < nextSeq);
    this.#waiting = this.#waiting.filter(({ seq }) => seq >= nextSeq);
    for (const { resolve } of done) resolve();
  }
}
