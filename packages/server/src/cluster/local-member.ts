import type { Stay } from '../hub/stay.ts';
import type { Claim } from './entry-order.ts';
import type { MemberState } from './remote-member.ts';

/** How a stay of this instance came into its room. */
export interface LocalOrigin extends Omit<Claim, 'stayId'> {
  /** Grows whenever the stay moves or is copied anew. */
  readonly epoch: number;
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

  /** @param origin see {@link LocalOrigin} */
  constructor(stay: Stay, { enteredAtMs, replaces, isIn, epoch }: LocalOrigin) {
    this.stay = stay;
    this.enteredAtMs = enteredAtMs;
    this.replaces = replaces;
    this.isIn = isIn;
    this.epoch = epoch;
  }

  /** Names the stay. */
  get stayId(): string {
    return this.stay.stayId;
  }

  /** What the other instances are told. */
  get state(): MemberState {
    const { stayId, enteredAtMs, replaces, isIn, epoch, stay } = this;
    return { stayId, enteredAtMs, replaces, isIn, epoch, info: stay.info, isResumable: stay.secret !== undefined };
  }
}
