import type { ClusterStay } from '@remotemedia/protocol/cluster';
import type { KeptEntry, StaySnapshot } from '../hub/journal.ts';
import { Roster } from '../hub/roster.ts';
import { TakenNumbers } from '../hub/taken-numbers.ts';
import { toNumber } from './frames.ts';
import { decodeEntry, decodeHead, type StayHead } from './stay-codec.ts';
import { isName } from './subjects.ts';

/** Most entries of one copy: more than any stay keeps. */
const MAX_ENTRIES = 8_192;
/** Most copies. */
const MAX_COPIES = 1_000_000;

/** The copy of a stay of another instance. */
export interface HeldCopy {
  /** Names the stay. */
  readonly stayId: string;
  /** Instance that has the stay. */
  readonly home: string;
  /** See `StaySnapshot.epoch`. */
  readonly epoch: number;
  /** All but the entries. */
  head: StayHead;
  /** What is kept, in order of the numbers. */
  entries: KeptEntry[];
  /** Number of the next entry. */
  nextSeq: number;
  /** Whether more of it is to come before it can be gone on with. */
  isCut: boolean;
  /** What the stay took already. */
  readonly taken: TakenNumbers;
  /** Whom its peer was told of. */
  known: Roster;
}

/** Copies of stays of other instances. */
export class HeldCopies {
  readonly #copies = new Map<string, HeldCopy>();

  /** Number of copies. */
  get count(): number {
    return this.#copies.size;
  }

  /** The copy of that stay. */
  find(stayId: string): HeldCopy | undefined {
    return this.#copies.get(stayId);
  }

  /** The copies of all stays of an instance. */
  ofHome(home: string): HeldCopy[] {
    return [...this.#copies.values()].filter((copy) => copy.home === home);
  }

  /** Keeps a copy, in the place of an older one. */
  put(copy: HeldCopy): void {
    if (this.#copies.size < MAX_COPIES || this.#copies.has(copy.stayId)) this.#copies.set(copy.stayId, copy);
  }

  /** Forgets a copy. @returns it */
  take(stayId: string): HeldCopy | undefined {
    const copy = this.#copies.get(stayId);
    this.#copies.delete(stayId);
    return copy;
  }

  /** Forgets a copy of a stay that is over, if it is that instance's. */
  drop(stayId: string, home: string): void {
    if (this.#copies.get(stayId)?.home === home) this.#copies.delete(stayId);
  }

  /** Its home says something new of a stay. @returns whether it could be used; if not, it is to start over */
  hear(home: string, said: ClusterStay): boolean {
    if (said.isFresh && !this.#start(home, said)) return false;
    const copy = this.#copies.get(said.stayId);
    // It is whom the peer knows after all there is for it, so entries that come later change nothing.
    const head = said.head && !said.isFresh ? decodeHead(said.head) : undefined;
    if (copy && head) copy.known = new Roster(head.known);
    if (!copy || copy.home !== home || copy.epoch !== toNumber(said.epoch)) return false;
    if (!this.#add(copy, said)) {
      this.#copies.delete(said.stayId);
      return false;
    }
    const oldestSeq = toNumber(said.oldestSeq);
    copy.entries = copy.entries.filter(({ seq }) => seq >= oldestSeq);
    copy.isCut = said.isCut;
    if (head) copy.head = { ...copy.head, info: head.info, grant: head.grant };
    return true;
  }

  #start(home: string, { stayId, epoch: number, head: said, entries, nextSeq }: ClusterStay): boolean {
    const head = said && isName(stayId) ? decodeHead(said) : undefined;
    const epoch = toNumber(number);
    const former = this.#copies.get(stayId);
    if (!head || (former && former.epoch > epoch)) return false;
    const taken = new TakenNumbers();
    for (const [sender, one] of head.taken) taken.take(sender, one);
    const first = toNumber(entries[0]?.seq ?? nextSeq);
    const known = new Roster(head.known);
    const lists = { taken, known, entries: [] };
    this.put({ stayId, home, epoch, head: { ...head, taken: [], known: [] }, nextSeq: first, isCut: true, ...lists });
    return true;
  }

  #add(copy: HeldCopy, { entries, nextSeq }: ClusterStay): boolean {
    for (const said of entries) {
      const entry = decodeEntry(said);
      if (!entry || entry.seq !== copy.nextSeq || copy.entries.length >= MAX_ENTRIES) return false;
      copy.entries.push(entry);
      copy.nextSeq += 1;
      copy.taken.take(entry.fromStayId, entry.number);
      copy.known.note(entry.notification);
    }
    return toNumber(nextSeq) === copy.nextSeq;
  }
}

/** What an instance goes on with that takes a stay over. */
export function toSnapshot({ stayId, epoch, head, entries, nextSeq, taken, known }: HeldCopy): StaySnapshot {
  return { ...head, stayId, epoch: epoch + 1, entries, nextSeq, taken: taken.list(), known: known.ids };
}
