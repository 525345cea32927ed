import { create } from '@bufbuild/protobuf';
import { ManualClock } from '@remotemedia/base';
import {
  AnnounceRequestSchema,
  IceCandidateRequestSchema,
  type PeerInfo,
  type SignalingNotification,
} from '@remotemedia/protocol/webrtc';
import { ANYONE, type Grant } from '../../access/grant.ts';
import { MemoryBroker, type MemoryBus } from '../../bus/memory-broker.ts';
import { Hub } from '../../hub/hub.ts';
import type { Outlet, Stay } from '../../hub/stay.ts';
import type { LogLine } from '../../log.ts';
import { Cluster } from '../cluster.ts';
import { HEARTBEAT_MS } from '../timing.ts';

/** Step in which the time goes on, in milliseconds. */
const SLICE_MS = 50;

/** How a test cluster is made. */
export interface TestClusterOptions {
  /** How many instances. */
  readonly count?: number;
  /** Most peers in one room. */
  readonly maxPeersPerRoom?: number;
}

/** Several hubs on one bus in one process, and a clock that stands still. */
export class TestCluster {
  /** Time of all of them. */
  readonly clock: ManualClock = new ManualClock();
  /** What joins them. */
  readonly broker: MemoryBroker = new MemoryBroker(this.clock);
  /** Those that run. */
  readonly instances: TestInstance[] = [];
  readonly #options: TestClusterOptions;

  private constructor(options: TestClusterOptions) {
    this.#options = options;
  }

  /** Starts one, and lets its instances find each other. */
  static async start(options: TestClusterOptions = {}): Promise<TestCluster> {
    const cluster = new TestCluster(options);
    for (let index = 0; index < (options.count ?? 2); index += 1) cluster.add();
    await cluster.settle();
    return cluster;
  }

  /** One more instance. */
  add(): TestInstance {
    const instance = new TestInstance(this.clock, this.broker.connect(), this.#options.maxPeersPerRoom ?? 10);
    this.instances.push(instance);
    return instance;
  }

  /** Lets what is under way arrive, and instances that came be seen. */
  async settle(forMs: number = HEARTBEAT_MS): Promise<void> {
    await this.clock.advance(forMs);
  }

  /** Waits for something while the time goes on. */
  async during<T>(work: Promise<T>, forMs: number = HEARTBEAT_MS): Promise<T> {
    // Whoever waits for it sees the failure; until then it is nobody's.
    work.catch(() => {});
    await this.clock.advance(forMs);
    return work;
  }

  /** Lets the time go on until something is done. */
  async until<T>(work: Promise<T>, mostMs: number): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    for (let leftMs = mostMs; !isDone && leftMs > 0; leftMs -= SLICE_MS) await this.clock.advance(SLICE_MS);
    if (isDone) return work;
    throw new Error(`not done after ${mostMs} ms`);
  }

  /** An instance is gone from one moment to the next. */
  kill(instance: TestInstance): void {
    instance.bus.cut(true);
    void instance.bus.close();
    // Stops its timers; nobody hears what it says.
    void instance.cluster.close();
    this.instances.splice(this.instances.indexOf(instance), 1);
  }
}

/** How a peer enters. */
export interface TestEntry {
  /** Its room. @default 'r.1' */
  readonly room?: string;
  /** Whether its stay can be resumed. @default true */
  readonly resumable?: boolean;
  /** What it may do. @default everything */
  readonly grant?: Grant;
}

/** One instance: a hub and its place among the others. */
export class TestInstance {
  /** Its way to the others. */
  readonly bus: MemoryBus;
  /** Its place among them. */
  readonly cluster: Cluster;
  /** Its rooms. */
  readonly hub: Hub;
  /** What it wrote to its log. */
  readonly lines: LogLine[] = [];

  /** Made by {@link TestCluster.add}. */
  constructor(clock: ManualClock, bus: MemoryBus, maxPeersPerRoom: number) {
    const log = (line: LogLine) => void this.lines.push(line);
    this.bus = bus;
    this.cluster = new Cluster({ bus, clock, log, resumeGraceMs: 5_000, wallNow: () => clock.now() });
    this.hub = new Hub({
      clock,
      log,
      maxPeersPerRoom,
      maxRooms: 100,
      maxStaysPerAddress: 100,
      resumeGraceMs: 5_000,
      elsewhere: this.cluster,
    });
    const answer = async (stay: Stay, request: Uint8Array) =>
      new TextEncoder().encode(`${stay.peerId} ${request.length}`);
    this.cluster.start(this.hub.stays, answer);
  }

  /** Brings a peer in. */
  async enter(peerId: string, how: TestEntry = {}): Promise<TestMember> {
    const { room = 'r.1', resumable = true, grant = ANYONE } = how;
    const announce = create(AnnounceRequestSchema, { peerId, metadata: { room } });
    const { stay, peers } = await this.hub.enter(announce, { resumable, caller: { address: 'here', grant } });
    return new TestMember(stay, peers);
  }

  /** Takes a stay up that was here or elsewhere. */
  async resume(member: TestMember, lastSeq: number = member.lastSeq): Promise<void> {
    const outlet = member.renew();
    const stay = await this.hub.resume(member.token, lastSeq, outlet, { address: 'here', grant: ANYONE });
    member.stay = stay;
    outlet.wake();
  }

  /** Says something, as a numbered candidate. */
  async say(from: TestMember, to: string, text: string, number: number = 0): Promise<void> {
    const candidate = create(IceCandidateRequestSchema, { toPeerId: to, candidate: text });
    await this.hub.relay.candidate(from.stay, candidate, number);
  }

  /** Ids of everyone in the room, as a member of this instance sees it. */
  async ids(room: string = 'r.1'): Promise<string[]> {
    return (await this.hub.peersOf(room)).map(({ peerId }) => peerId).sort();
  }
}

/** A peer and what it was told. */
export class TestMember {
  /** Its stay. */
  stay: Stay;
  /** Who was there before it. */
  readonly found: string[];
  /** What it was told, in words. */
  readonly news: string[] = [];
  /** Why its streams ended. */
  readonly ends: (string | undefined)[] = [];
  /** Number of the last that it was told. */
  lastSeq: number = 0;
  /** Names its stay. */
  readonly token: string;
  #outlet: Outlet;

  /** Made by {@link TestInstance.enter}. */
  constructor(stay: Stay, peers: readonly PeerInfo[]) {
    this.stay = stay;
    this.token = stay.token ?? '';
    this.found = peers.map(({ peerId }) => peerId);
    this.#outlet = this.renew();
    stay.attach(this.#outlet);
    this.#outlet.wake();
  }

  /** A new stream. */
  renew(): Outlet {
    const outlet: Outlet = { wake: () => this.#read(outlet), end: (reason) => void this.ends.push(reason?.code) };
    this.#outlet = outlet;
    return outlet;
  }

  /** Its stream breaks. */
  lose(): void {
    this.stay.lose(this.#outlet);
  }

  #read(outlet: Outlet): void {
    for (let item = this.stay.take(outlet); item; item = this.stay.take(outlet)) {
      this.lastSeq = item.seq;
      this.news.push(wordsOf(item.notification));
    }
  }
}

function wordsOf({ notification }: SignalingNotification): string {
  switch (notification.case) {
    case 'peerJoined':
      return `+${notification.value.peerId}`;
    case 'peerLeft':
      return `-${notification.value.peerId}`;
    case 'peerUpdated':
      return `~${notification.value.peer?.peerId} ${notification.value.peer?.state}`;
    case 'iceCandidate':
      return `${notification.value.fromPeerId}: ${notification.value.candidate}`;
    case 'peerDisconnected':
      return `!${notification.value.peerId}`;
    default:
      return String(notification.case);
  }
}
