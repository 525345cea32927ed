import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { type Clock, Emitter, SdkError, sleep, type Undo } from '@remotemedia/base';
import {
  ClusterNewsSchema,
  type ClusterReply,
  type ClusterRequest,
  ClusterRequestSchema,
} from '@remotemedia/protocol/cluster';
import type { Bus } from '../bus/bus.ts';
import type { LogSink } from '../log.ts';
import { decode, readReply } from './frames.ts';
import { ALL_SUBJECT, instanceSubject, isName } from './subjects.ts';
import {
  ASK_TIMEOUT_MS,
  ASLEEP_MS,
  DEAD_AFTER_MS,
  DROWSY_MS,
  HEARTBEAT_MS,
  HELLO_MS,
  SETTLE_MS,
  START_MS,
  SUSPECT_AFTER_MS,
} from './timing.ts';

/** Most instances that are kept in mind; a flood of made-up names ends here. */
const MAX_INSTANCES = 256;

/** What {@link Instances} announce. */
export type InstanceEvents = {
  /** An instance is there that was not, or the bus is back and so is it: compare notes. */
  appear: string;
  /** An instance is dead, or said goodbye. */
  dead: string;
};

/** Settings of {@link Instances}. */
export interface InstancesOptions {
  /** Carries the heartbeats. */
  readonly bus: Bus;
  /** Name of this instance, never used before. */
  readonly instanceId: string;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes lines of the log. */
  readonly log: LogSink;
}

interface Known {
  heardMs: number;
  /** Whether it was heard since the bus was connected last. */
  isFresh: boolean;
}

/** The instances of the server: who lives, who is dead, and the way to ask one of them. */
export class Instances extends Emitter<InstanceEvents> {
  readonly #options: InstancesOptions;
  readonly #known = new Map<string, Known>();
  readonly #probed = new Set<string>();
  readonly #undo: Undo[] = [];
  #stopBeat: Undo = () => {};
  #beatMs = 0;
  #drowsyUntilMs = Number.NEGATIVE_INFINITY;
  #startedMs = Number.NEGATIVE_INFINITY;
  #connectedMs = Number.NEGATIVE_INFINITY;
  #diedMs = Number.NEGATIVE_INFINITY;

  /** @param options see {@link InstancesOptions} */
  constructor(options: InstancesOptions) {
    super();
    this.#options = options;
  }

  /** Begins to beat and to listen. */
  start(): void {
    const { bus, clock } = this.#options;
    this.#startedMs = clock.now();
    this.#beatMs = clock.now();
    this.#undo.push(bus.subscribe(ALL_SUBJECT, (bytes) => this.#hear(bytes)));
    this.#undo.push(bus.onState(() => this.#onState()));
    this.#onState();
    this.#beatOn();
  }

  /** The others that live and were heard since the bus was connected last. */
  get live(): string[] {
    if (this.#options.bus.state === 'away') return [];
    return [...this.#known].filter(([, { isFresh }]) => isFresh).map(([instanceId]) => instanceId);
  }

  /** Whether an instance is known to be dead, or not known at all. */
  isDead(instanceId: string): boolean {
    return instanceId !== this.#options.instanceId && !this.#known.has(instanceId);
  }

  /**
   * Whether this instance stood still a short time ago, as a process does that is stopped: what it takes for connected
   * may be gone.
   */
  get wasAsleep(): boolean {
    const nowMs = this.#options.clock.now();
    return nowMs - this.#beatMs > ASLEEP_MS || nowMs < this.#drowsyUntilMs;
  }

  /** Whether stays may be on their way from one instance to another: one died, or the bus came back a short time ago. */
  isUnsettled(forMs: number): boolean {
    const nowMs = this.#options.clock.now();
    return nowMs - this.#diedMs < forMs || nowMs - this.#connectedMs < SETTLE_MS + forMs;
  }

  /** Resolves when the others that live had the time to say so. At the most a moment after the start, and never again. */
  async ready(): Promise<void> {
    const { clock, bus } = this.#options;
    const endMs = this.#startedMs + START_MS;
    while (clock.now() < endMs) {
      const leftMs = bus.state === 'connected' ? this.#connectedMs + HELLO_MS - clock.now() : endMs - clock.now();
      if (leftMs <= 0) return;
      await sleep(Math.min(leftMs, HELLO_MS), { clock });
    }
  }

  /**
   * Asks one instance something.
   *
   * @throws {SdkError} `unavailable` when it is dead, which all are told, `deadline-exceeded`, what it refused with
   */
  async ask(
    instanceId: string,
    request: MessageInitShape<typeof ClusterRequestSchema>['request'],
    take?: (reply: ClusterReply['reply']) => void,
  ): Promise<ClusterReply['reply']> {
    const { bus } = this.#options;
    const bytes = this.#frame(request);
    const takeBytes = take && ((answer: Uint8Array) => takeReply(answer, take));
    try {
      const options = { timeoutMs: ASK_TIMEOUT_MS, take: takeBytes };
      return readReply(await bus.request(instanceSubject(instanceId), bytes, options));
    } catch (caught) {
      if (caught instanceof SdkError && caught.code === 'unavailable') this.#missed(instanceId);
      throw caught;
    }
  }

  /** Tells one instance something and waits for nothing. */
  tell(instanceId: string, request: MessageInitShape<typeof ClusterRequestSchema>['request']): void {
    this.#options.bus.publish(instanceSubject(instanceId), this.#frame(request));
  }

  /** Looks whether an instance that did not answer lives. */
  async suspect(instanceId: string): Promise<void> {
    if (!this.#known.has(instanceId) || this.#probed.has(instanceId)) return;
    this.#probed.add(instanceId);
    await this.ask(instanceId, { case: 'probe', value: {} }).catch(() => {});
    this.#probed.delete(instanceId);
  }

  /** Looks whether the others live. */
  async suspectAll(): Promise<void> {
    await Promise.all(this.live.map((instanceId) => this.suspect(instanceId)));
  }

  /** An instance showed that it lives. */
  heard(instanceId: string): void {
    const { clock, instanceId: own } = this.#options;
    if (instanceId === own || !isName(instanceId)) return;
    const known = this.#known.get(instanceId);
    if (!known && this.#known.size >= MAX_INSTANCES) return;
    this.#known.set(instanceId, { heardMs: clock.now(), isFresh: true });
    if (!known?.isFresh) this.emit('appear', instanceId);
  }

  /** Says goodbye and stops. */
  close(): void {
    this.#say({ case: 'heartbeat', value: { isLeaving: true } });
    this.#stopBeat();
    for (const undo of this.#undo.splice(0)) undo();
    this.removeAllListeners();
    this.#known.clear();
  }

  #frame(request: MessageInitShape<typeof ClusterRequestSchema>['request']): Uint8Array {
    const frame = create(ClusterRequestSchema, {
      instanceId: this.#options.instanceId,
      ...(request ? { request } : {}),
    });
    return toBinary(ClusterRequestSchema, frame satisfies ClusterRequest);
  }

  #say(news: MessageInitShape<typeof ClusterNewsSchema>['news']): void {
    const frame = create(ClusterNewsSchema, { instanceId: this.#options.instanceId, ...(news ? { news } : {}) });
    this.#options.bus.publish(ALL_SUBJECT, toBinary(ClusterNewsSchema, frame));
  }

  #onState(): void {
    const { bus, clock } = this.#options;
    if (bus.state === 'away') {
      for (const known of this.#known.values()) known.isFresh = false;
      return;
    }
    this.#connectedMs = clock.now();
    for (const known of this.#known.values()) known.heardMs = clock.now();
    this.#say({ case: 'heartbeat', value: { isAsking: true } });
  }

  #beatOn(): void {
    const { bus, clock } = this.#options;
    if (clock.now() - this.#beatMs > ASLEEP_MS) this.#wake();
    this.#beatMs = clock.now();
    this.#stopBeat = clock.after(HEARTBEAT_MS, () => this.#beatOn());
    if (bus.state === 'away') return;
    this.#say({ case: 'heartbeat', value: {} });
    for (const [instanceId, { heardMs }] of [...this.#known]) {
      const silentMs = clock.now() - heardMs;
      if (silentMs >= DEAD_AFTER_MS) this.#bury(instanceId);
      else if (silentMs >= SUSPECT_AFTER_MS) void this.suspect(instanceId);
    }
  }

  /** This instance stood still: it was not the others who were silent. */
  #wake(): void {
    const nowMs = this.#options.clock.now();
    this.#drowsyUntilMs = nowMs + DROWSY_MS;
    for (const known of this.#known.values()) known.heardMs = nowMs;
  }

  #hear(bytes: Uint8Array): void {
    const frame = decode(ClusterNewsSchema, bytes);
    if (!frame || frame.instanceId === this.#options.instanceId) return;
    const { instanceId, news } = frame;
    if (news.case === 'suspicion') void this.suspect(news.value.instanceId);
    if (news.case !== 'heartbeat') return;
    const { isLeaving, isAsking } = news.value;
    if (isLeaving) this.#bury(instanceId);
    else this.heard(instanceId);
    if (isAsking && !isLeaving) this.#say({ case: 'heartbeat', value: {} });
  }

  /** Nobody listened to what only this instance listens to. */
  #missed(instanceId: string): void {
    const { bus, clock } = this.#options;
    // After the bus came back, the others come back one by one.
    const isSettled = bus.state === 'connected' && clock.now() - this.#connectedMs >= SETTLE_MS;
    if (!isSettled || !this.#known.has(instanceId)) return;
    this.#say({ case: 'suspicion', value: { instanceId } });
    this.#bury(instanceId);
  }

  #bury(instanceId: string): void {
    if (!this.#known.delete(instanceId)) return;
    const { clock, log } = this.#options;
    this.#diedMs = clock.now();
    log({ level: 'info', message: `the instance ${instanceId} is gone` });
    this.emit('dead', instanceId);
  }
}

function takeReply(bytes: Uint8Array, take: (reply: ClusterReply['reply']) => void): void {
  try {
    take(readReply(bytes));
  } catch {
    // Whoever asked gets the same error.
  }
}
