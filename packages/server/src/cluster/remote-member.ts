import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import type { Awaitable } from '../hub/awaitable.ts';
import type { Member, Message, Sender } from '../hub/member.ts';
import type { Claim } from './entry-order.ts';

/** What an instance says of one of its members. */
export interface MemberState extends Claim {
  /** What the others know of the peer. */
  readonly info: PeerInfo;
  /** Whether its stay outlives its home. */
  readonly isResumable: boolean;
  /** Whether the peer's stream is at its home at this moment. */
  readonly isAttached: boolean;
  /** Who says the higher one has the stay. */
  readonly epoch: number;
}

/** Takes messages to where the member is. */
export type Carry = (to: RemoteMember, from: Sender, message: Message) => Promise<void>;

/** A peer of another instance. */
export class RemoteMember implements Member {
  /** Always `false`. */
  readonly isLocal: boolean = false;
  /** Names its stay. */
  readonly stayId: string;
  /** Name of its room. */
  readonly roomName: string;
  readonly #carry: Carry;
  #state: MemberState;
  #home: string;
  #isGone = false;

  /** @param home instance that has its stay */
  constructor(roomName: string, home: string, state: MemberState, carry: Carry) {
    this.roomName = roomName;
    this.stayId = state.stayId;
    this.#home = home;
    this.#state = state;
    this.#carry = carry;
  }

  /** What the others know of it. */
  get info(): PeerInfo {
    return this.#state.info;
  }

  /** What its home says of it. */
  get state(): MemberState {
    return this.#state;
  }

  /** Instance that has its stay. */
  get home(): string {
    return this.#home;
  }

  /** Whether it left, or came to this instance. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Its home says something new, or it has another home. */
  become(home: string, state: MemberState): void {
    this.#home = home;
    this.#state = state;
  }

  /** It is no longer a member of another instance. */
  end(): void {
    this.#isGone = true;
  }

  /** Does nothing: its home tells it the news. */
  notify(): void {}

  /** See `Member.deliver`. */
  deliver(from: Sender, message: Message): Awaitable<void> {
    return this.#carry(this, from, message);
  }
}
