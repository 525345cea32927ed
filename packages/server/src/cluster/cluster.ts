import { randomBytes } from 'node:crypto';
import { type Clock, SdkError, sleep } from '@remotemedia/base';
import type { ClusterReply } from '@remotemedia/protocol/cluster';
import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import type { Bus, BusState } from '../bus/bus.ts';
import type { Elsewhere } from '../hub/elsewhere.ts';
import type { Journal, StaySnapshot } from '../hub/journal.ts';
import type { Stay } from '../hub/stay.ts';
import type { Stays } from '../hub/stays.ts';
import type { LogSink } from '../log.ts';
import { Adoptions, takenUpElsewhere } from './adoptions.ts';
import { CopyWriters } from './copy-writers.ts';
import { Courier } from './courier.ts';
import { Farewell } from './farewell.ts';
import { HeldCopies } from './held-copies.ts';
import { InstanceDesk } from './instance-desk.ts';
import { Instances } from './instances.ts';
import { LocalMember } from './local-member.ts';
import { LocalStays } from './local-stays.ts';
import type { RemoteMember } from './remote-member.ts';
import { RoomViews } from './room-views.ts';
import { StayFinder } from './stay-finder.ts';
import { copyOf, partFrom } from './stay-parts.ts';
import { CLAIM_MS, FIRST_COPY_MS, HANDOVER_MS, RETRY_MS } from './timing.ts';

/** Bytes of randomness in the name of an instance: a name that was used is never used again. */
const INSTANCE_ID_BYTES = 6;

/** Carries out a `Send` that arrived at another instance than its stay's. @returns the bytes of a `SendResponse` */
export type AnswerForeignSend = (stay: Stay, request: Uint8Array) => Promise<Uint8Array>;

/** Settings of a {@link Cluster}. */
export interface ClusterOptions {
  /** Carries everything. Whoever made it closes it, after the cluster. */
  readonly bus: Bus;
  /** First half of the name of this instance. @default 'server' */
  readonly name?: string | undefined;
  /** Where time comes from. */
  readonly clock: Clock;
  /** How long an interrupted stay can be resumed, in milliseconds. */
  readonly resumeGraceMs: number;
  /** Takes lines of the log. */
  readonly log: LogSink;
  /** Milliseconds since 1970; says who entered first. @default Date.now */
  readonly wallNow?: (() => number) | undefined;
}

/** How this instance gets on with the others. */
export interface BusHealth {
  /** Whether the others can be reached. */
  readonly state: BusState;
  /** Instances that live, this one included. */
  readonly instances: number;
  /** Stays of other instances that this one has copies of. */
  readonly copies: number;
}

/** This instance's place among others: rooms reach over all of them, and stays outlive them. */
export class Cluster implements Elsewhere {
  /** Name of this instance. */
  readonly instanceId: string;
  readonly #options: ClusterOptions;
  readonly #instances: Instances;
  readonly #views: RoomViews;
  readonly #locals: LocalStays;
  readonly #held = new HeldCopies();
  readonly #writers: CopyWriters;
  readonly #adoptions: Adoptions;
  readonly #courier: Courier;
  readonly #finder: StayFinder;
  readonly #farewell: Farewell;
  readonly #desk: InstanceDesk;
  /** Stays that another instance goes on with because this one goes. */
  readonly #bequeathed = new WeakSet<Stay>();
  #stays: Stays | undefined;
  #answer: AnswerForeignSend = async () => {
    throw new SdkError('unavailable', 'this instance is not ready yet; try again');
  };

  /** @param options see {@link ClusterOptions} */
  constructor(options: ClusterOptions) {
    this.#options = options;
    const { bus, clock, log, name = 'server', resumeGraceMs } = options;
    const instanceId = `${name}-${randomBytes(INSTANCE_ID_BYTES).toString('hex')}`;
    this.instanceId = instanceId;
    const findStay = (stayId: string) => this.#stays?.findByName(stayId);
    const instances = new Instances({ bus, instanceId, clock, log });
    this.#instances = instances;
    const findMember = (room: string, stayId: string) => this.#views.find(room)?.findRemote(stayId);
    this.#courier = new Courier({ instanceId, bus, instances, clock, log, resumeGraceMs, findStay, findMember });
    this.#views = new RoomViews({
      instanceId,
      bus,
      instances,
      clock,
      carry: (to, from, message) => this.#courier.carry(to, from, message),
      release: (local, reason) => this.#stays?.release(local.stay, reason),
      yieldTo: (local, reason, place) => this.#yield(local, reason, place),
    });
    this.#locals = new LocalStays(bus, {
      call: (stay, message) => this.#answer(stay, message),
      handOver: (local, fromSeq, to) => this.#handOver(local, fromSeq, to),
    });
    this.#writers = new CopyWriters({ bus, instances, clock });
    const [held, views] = [this.#held, this.#views];
    this.#adoptions = new Adoptions({ held, views, instances, clock, log, stays: () => this.#hubStays() });
    const adoptions = this.#adoptions;
    this.#finder = new StayFinder({ instanceId, bus, instances, adoptions, held, clock, findStay });
    this.#farewell = new Farewell(instances, clock);
    this.#desk = new InstanceDesk({ instanceId, bus, views, held, adoptions, locals: this.#locals });
  }

  /** Begins. @param answer carries out a `Send` that arrived at another instance */
  start(stays: Stays, answer: AnswerForeignSend): void {
    this.#stays = stays;
    this.#answer = answer;
    this.#desk.open();
    this.#instances.start();
  }

  /** How this instance gets on with the others. */
  get health(): BusHealth {
    const { state } = this.#options.bus;
    return { state, instances: this.#instances.live.length + 1, copies: this.#held.count };
  }

  /** Waits for those that go on with the stays of this one, and says goodbye. Call it after the hub was closed. */
  async close(): Promise<void> {
    await this.#claimed();
    await this.#farewell.settled();
    this.#desk.close();
    this.#adoptions.close();
    this.#instances.close();
    this.#writers.closeAll();
    this.#locals.close();
    this.#views.close();
  }

  /** See {@link Elsewhere.enter}. */
  async enter(stay: Stay, replaces: boolean): Promise<boolean> {
    const { wallNow = Date.now } = this.#options;
    const local = new LocalMember(stay, {
      enteredAtMs: Math.floor(wallNow()),
      replaces,
      isIn: false,
      epoch: 1,
      ownSeq: stay.firstSeq,
    });
    this.#locals.add(local);
    this.#views.add(local);
    const isKnown = await this.#views.claim(local);
    if (stay.secret !== undefined && !stay.isOver) await this.#firstCopy(local);
    return isKnown;
  }

  /** See {@link Elsewhere.entered}. */
  entered(stay: Stay): void {
    const local = this.#locals.find(stay.stayId);
    if (!local) return;
    local.isIn = true;
    this.#views.publish(local);
    // Now it is settled whom the peer finds.
    this.#writers.find(stay.stayId)?.changed();
  }

  /** See {@link Elsewhere.abandoned}. */
  abandoned(stay: Stay): void {
    this.left(stay);
  }

  /** See {@link Elsewhere.left}. */
  left(stay: Stay): void {
    const local = this.#locals.find(stay.stayId);
    if (!local) return;
    this.#views.publish(local, true);
    this.#remove(stay);
  }

  /** See {@link Elsewhere.adopted}. */
  adopted(stay: Stay, snapshot: StaySnapshot): void {
    const { home, enteredAtMs = 0, replaces = false } = this.#adoptions.originOf(snapshot) ?? {};
    const local = new LocalMember(stay, {
      enteredAtMs,
      replaces,
      isIn: true,
      epoch: snapshot.epoch,
      ownSeq: snapshot.nextSeq,
    });
    this.#locals.add(local);
    this.#views.adopt(local);
    this.#writers.open(local, home);
  }

  /** See {@link Elsewhere.released}. */
  released(stay: Stay): void {
    this.#remove(stay);
  }

  /** See {@link Elsewhere.updated}. */
  updated(stay: Stay): void {
    const local = this.#locals.find(stay.stayId);
    if (local) this.#views.publish(local);
  }

  /** See {@link Elsewhere.bequeath}. */
  bequeath(stay: Stay): boolean {
    const local = this.#locals.find(stay.stayId);
    const heir = this.#writers.find(stay.stayId)?.holder ?? this.#writers.choose(stay.stayId);
    if (!local?.isIn || stay.secret === undefined || heir === undefined) return false;
    this.#bequeathed.add(stay);
    local.epoch += 2;
    this.#farewell.bequeath(copyOf(local, this.instanceId), heir);
    return true;
  }

  /** See {@link Elsewhere.forget}. The room is known as long as one of its stays is. */
  forget(): void {}

  /** See {@link Elsewhere.journal}. */
  journal(stay: Stay): Journal | undefined {
    return this.#writers.find(stay.stayId);
  }

  /** See {@link Elsewhere.fetch}. */
  async fetch(stayId: string, secret: string): Promise<StaySnapshot | undefined> {
    const copy = await this.#finder.fetch(stayId, secret);
    if (!copy) return undefined;
    // The room is known before the stay is here: its peer speaks to the others at once.
    await this.#views.prepare(copy.head.room, () => {}, HANDOVER_MS);
    return this.#adoptions.snapshotOf(copy);
  }

  /** See {@link Elsewhere.call}. */
  async call(stayId: string, secret: string, request: Uint8Array): Promise<Uint8Array | undefined> {
    const answer = await this.#finder.call(stayId, secret, request);
    if (answer) return answer;
    const stay = this.#stays?.find({ stayId, secret });
    return stay && this.#answer(stay, request);
  }

  /** See {@link Elsewhere.peersOf}. */
  peersOf(roomName: string): Promise<readonly PeerInfo[]> {
    return this.#views.peersOf(roomName);
  }

  /** A stay that was let in is safe before its peer hears of it; but a copy that does not get on keeps nobody out. */
  async #firstCopy(local: LocalMember): Promise<void> {
    const copied = this.#writers.open(local).flushed();
    if (copied) await Promise.race([copied, sleep(FIRST_COPY_MS, { clock: this.#options.clock })]);
  }

  /** What was handed over arrives, or is handed to another one that goes on with it. */
  async #claimed(): Promise<void> {
    const { clock, bus } = this.#options;
    for (let leftMs = CLAIM_MS / 2; bus.state === 'connected' && leftMs > 0; leftMs -= RETRY_MS.most) {
      if (this.#adoptions.unclaimed.length === 0) return;
      await sleep(RETRY_MS.most, { clock });
    }
    for (const copy of this.#adoptions.unclaimed) {
      const heir = this.#writers.choose(copy.stayId);
      if (heir !== undefined) this.#farewell.bequeath(copy, heir);
    }
  }

  #handOver(local: LocalMember, fromSeq: number, to: string): ClusterReply['reply'] {
    const copy = copyOf(local, to);
    const part = { ...partFrom(copy, fromSeq), homeInstanceId: this.instanceId };
    if (part.isCut) return { case: 'stay', value: part };
    const { stay } = local;
    this.#adoptions.guard(copy);
    const release = () => this.#hubStays().release(stay, takenUpElsewhere());
    this.#views.move(local, to, copy.epoch + 1, release);
    return { case: 'stay', value: part };
  }

  /** Another instance has the stay, too, and keeps it: it gets what only this one was told. */
  #yield(local: LocalMember, reason: SdkError, place: () => RemoteMember): void {
    const { own, stay } = local;
    // Senders wait until it is where it belongs, so that what they say next comes after it.
    const letGo = this.#writers.detach(stay.stayId);
    this.#hubStays().release(stay, reason);
    // The room stays known meanwhile, even if nobody else of this instance is in it.
    void this.#views.during(stay.room.name, () => this.#courier.handBack(place(), own)).finally(letGo);
  }

  #remove(stay: Stay): void {
    const local = this.#locals.remove(stay.stayId);
    if (!local) return;
    this.#writers.close(stay.stayId, this.#bequeathed.has(stay));
    this.#courier.forget(stay.stayId);
    this.#views.remove(local);
  }

  #hubStays(): Stays {
    if (this.#stays) return this.#stays;
    throw new SdkError('failed-precondition', 'the cluster was not started');
  }
}
