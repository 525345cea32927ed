import type { KeptEntry } from '../hub/journal.ts';
import type { Stay } from '../hub/stay.ts';
import type { Claim } from './entry-order.ts';
import type { MemberState } from './remote-member.ts';

/** How a stay of this instance came into its room. */
export interface LocalOrigin extends Omit<Claim, 'stayId'> {
  /** Grows whenever the stay moves or is copied anew. */
  readonly epoch: number;
  /** Number of the first entry that no other instance can have of it. */
  readonly ownSeq: number;
}

/** A stay of this instance, as the other instances are to see it. */
export class LocalMember implements Claim {
  /** The stay. */
  readonly stay: Stay;
  /** When it asked to be let in, in milliseconds since 1970. */
  readonly enteredAtMs: number;
  /** Whether it takes the place of an earlier stay of the same peer. */
  readonly replaces: boolean;
  /** Whether it is in, and not only on its way. */
  isIn: boolean;
  /** Grows whenever the stay moves or is copied anew. */
  epoch: number;
  readonly #isAdopted: boolean;
  #ownSeq: number;

  /** @param origin see {@link LocalOrigin} */
  constructor(stay: Stay, { enteredAtMs, replaces, isIn, epoch, ownSeq }: LocalOrigin) {
    this.stay = stay;
    this.enteredAtMs = enteredAtMs;
    this.replaces = replaces;
    this.isIn = isIn;
    this.epoch = epoch;
    this.#isAdopted = isIn;
    this.#ownSeq = ownSeq;
  }

  /** A copy has everything before number `nextSeq`. */
  copied(nextSeq: number): void {
    // Of a stay that came from another instance, that one has what there was then, whatever became of it later.
    if (!this.#isAdopted) this.#ownSeq = Math.max(this.#ownSeq, nextSeq);
  }

  /** What peers said to this one that the instance may not have that has the stay, too. */
  get own(): KeptEntry[] {
    const { entries } = this.stay.snapshot(this.epoch);
    return entries.filter(({ seq, fromStayId }) => seq >= this.#ownSeq && fromStayId !== '');
  }

  /** Names the stay. */
  get stayId(): string {
    return this.stay.stayId;
  }

  /** What the other instances are told. */
  get state(): MemberState {
    const { stayId, enteredAtMs, replaces, isIn, epoch, stay } = this;
    const flags = { isResumable: stay.secret !== undefined, isAttached: !stay.isWaiting };
    return { stayId, enteredAtMs, replaces, isIn, epoch, info: stay.info, ...flags };
  }
}
