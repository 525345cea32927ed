import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import type { StaySnapshot } from '../hub/journal.ts';
import type { Stays } from '../hub/stays.ts';
import type { LogSink } from '../log.ts';
import { type HeldCopies, type HeldCopy, toSnapshot } from './held-copies.ts';
import type { Instances } from './instances.ts';
import type { MemberState } from './remote-member.ts';
import type { RoomView } from './room-view.ts';
import type { RoomViews } from './room-views.ts';
import { CLAIM_MS } from './timing.ts';

/** Settings of {@link Adoptions}. */
export interface AdoptionsOptions {
  /** The copies that this instance has. */
  readonly held: HeldCopies;
  /** The rooms. */
  readonly views: RoomViews;
  /** The other instances. */
  readonly instances: Instances;
  /** The stays of this instance. */
  readonly stays: () => Stays;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes lines of the log. */
  readonly log: LogSink;
}

/** Where an adopted stay comes from. */
export interface AdoptedOrigin {
  /** Instance that had it. */
  readonly home: string;
  /** When its peer asked to be let in, in milliseconds since 1970. */
  readonly enteredAtMs: number;
  /** Whether it took the place of an earlier stay of the same peer. */
  readonly replaces: boolean;
}

/** Goes on with stays of other instances, from the copies that this one has. */
export class Adoptions {
  readonly #options: AdoptionsOptions;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #origins = new WeakMap<StaySnapshot, AdoptedOrigin>();
  /** Stays that were handed over. */
  readonly #guarded = new Map<HeldCopy, Undo>();

  /** @param options see {@link AdoptionsOptions} */
  constructor(options: AdoptionsOptions) {
    this.#options = options;
    options.instances.on('dead', (instanceId) => {
      for (const copy of options.held.ofHome(instanceId)) void this.adopt(copy);
    });
  }

  /** Resolves when this instance has adopted that stay, if it is about to. */
  async settled(stayId: string): Promise<void> {
    await this.#underWay.get(stayId);
  }

  /** Where the stay of a snapshot comes from. */
  originOf(snapshot: StaySnapshot): AdoptedOrigin | undefined {
    return this.#origins.get(snapshot);
  }

  /** What the hub is to go on with. */
  snapshotOf(copy: HeldCopy): StaySnapshot {
    const snapshot = toSnapshot(copy);
    const { enteredAtMs, replaces } = copy.head;
    this.#origins.set(snapshot, { home: copy.home, enteredAtMs, replaces });
    return snapshot;
  }

  /** Goes on with a stay whose home is gone, once the room is known. */
  async adopt(copy: HeldCopy): Promise<void> {
    const { held, views, log } = this.#options;
    if (held.find(copy.stayId) === copy) held.take(copy.stayId);
    if (copy.isCut) return;
    const adopted = views
      .prepare(copy.head.room, (view) => this.#adoptIn(view, copy))
      .catch((cause: unknown) => {
        log({ level: 'error', message: 'a stay of another instance could not be gone on with', cause });
      });
    this.#underWay.set(copy.stayId, adopted);
    await adopted;
    if (this.#underWay.get(copy.stayId) === adopted) this.#underWay.delete(copy.stayId);
  }

  /** This instance handed a stay over; it goes on with it itself if that does not arrive. */
  guard(copy: HeldCopy): void {
    const { held, clock } = this.#options;
    held.put(copy);
    const stop = clock.after(CLAIM_MS, () => {
      this.#guarded.delete(copy);
      if (this.#isUnclaimed(copy)) void this.adopt(copy);
    });
    this.#guarded.set(copy, stop);
  }

  /** Stays that were handed over and did not arrive so far. */
  get unclaimed(): HeldCopy[] {
    return [...this.#guarded.keys()].filter((copy) => this.#isUnclaimed(copy));
  }

  /** The new home sends a copy of its own as soon as it has the stay. */
  #isUnclaimed(copy: HeldCopy): boolean {
    return this.#options.held.find(copy.stayId) === copy;
  }

  /** Stops everything. */
  close(): void {
    for (const stop of this.#guarded.values()) stop();
    this.#guarded.clear();
  }

  #adoptIn(view: RoomView, copy: HeldCopy): void {
    const stays = this.#options.stays();
    const { stayId, head, home, epoch } = copy;
    if (stays.findByName(stayId)) return;
    const remote = view.findRemote(stayId);
    if (remote && remote.home !== home && remote.state.epoch > epoch) return;
    const { info, enteredAtMs, replaces } = head;
    const flags = { isIn: true, isResumable: true, isAttached: false };
    const state: MemberState = { stayId, info, enteredAtMs, replaces, epoch, ...flags };
    if (view.isTaken(state)) return;
    stays.adopt(this.snapshotOf(copy));
  }
}

/** What the outlet of a stay is told whose peer came back at another instance. */
export function takenUpElsewhere(): SdkError {
  return new SdkError('aborted', 'this stay was taken up by a newer stream');
}
