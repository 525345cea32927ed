import { AsyncQueue, SdkError, type Undo, withDeadline } from '@remotemedia/base';
import { MAX_SDP_BYTES, sdpFault } from '@remotemedia/protocol';
import type { PeerId, PeerInfo } from './peer-info.ts';
import type { JoinRequest, Signal, SignalingChannel } from './signaling-channel.ts';
import { NoAnswer } from './wire/no-answer.ts';
import type { RoomEvent, StreamIntent, StreamMessage, Wire, WireBatch, WireRequest, WireResult } from './wire/wire.ts';
import { WireChannel } from './wire/wire-channel.ts';
import type { WireChannelOptions } from './wire/wire-channel-options.ts';

/** Settings of a {@link SignalingHub}. */
export interface SignalingHubOptions extends WireChannelOptions {
  /** Most peers in one room. @default 10 */
  readonly maxPeersPerRoom?: number;
  /** Longest silence of a stream, in milliseconds. @default 2000 */
  readonly heartbeatIntervalMs?: number;
}

/** Signaling without a server, for any number of peers in one process: the same rooms, limits and errors. */
export interface SignalingHub {
  /** Makes a channel that meets the others of this hub. @param own settings in the place of the hub's */
  createChannel(own?: WireChannelOptions): SignalingChannel;
  /** Breaks every stream, as a lost network would; the channels take them up again. */
  interrupt(): void;
  /** Lets nothing through until the returned function is called: what is said hangs, no stream speaks. */
  blackHole(): Undo;
  /** Forgets everybody and breaks every stream, as a server that crashed and came back; the channels enter anew. */
  restart(): void;
  /** Refuses whoever wants to enter, anew or for the first time, with `error` until the returned function is called. */
  refuse(error: SdkError): Undo;
  /** Peers in all rooms. */
  readonly peerCount: number;
}

interface Stay {
  readonly token: string;
  info: PeerInfo;
  readonly room: string;
  readonly log: { seq: bigint; event: RoomEvent }[];
  queue: AsyncQueue<StreamMessage>;
  handled: bigint;
  results: Map<bigint, WireResult>;
}

/** Makes a {@link SignalingHub}. */
export function createSignalingHub(options: SignalingHubOptions = {}): SignalingHub {
  const hub = new MemoryHub(options);
  return {
    createChannel: (own = {}) => new WireChannel(hub.wire(), { ...options, ...own }),
    interrupt: () => hub.interrupt(),
    blackHole: () => hub.blackHole(),
    restart: () => hub.restart(),
    refuse: (error) => hub.refuse(error),
    get peerCount() {
      return hub.peerCount;
    },
  };
}

class MemoryHub {
  readonly #stays = new Map<string, Stay>();
  readonly #maxPeers: number;
  readonly #heartbeatIntervalMs: number;
  #tokens = 0;
  #refusal: SdkError | undefined;
  /** Resolves when something comes through again; `undefined` while it does. */
  #silence: Promise<void> | undefined;

  constructor({ maxPeersPerRoom = 10, heartbeatIntervalMs = 2_000 }: SignalingHubOptions) {
    this.#maxPeers = maxPeersPerRoom;
    this.#heartbeatIntervalMs = heartbeatIntervalMs;
  }

  get peerCount(): number {
    return this.#stays.size;
  }

  wire(): Wire {
    return {
      reach: (signal) => this.#passage(signal),
      open: (intent, signal) => this.#open(intent, signal),
      ping: () => false,
      send: async (batch, signal) => {
        await this.#passage(signal);
        return this.#carryOut(batch);
      },
      renew: async () => 0,
      acknowledge: () => {},
      leaveOnUnload: (batch) => void this.#carryOut(batch),
    };
  }

  interrupt(): void {
    const error = new NoAnswer('unavailable', 'the stream was interrupted');
    for (const { queue } of this.#stays.values()) queue.end(error);
  }

  blackHole(): Undo {
    let open: Undo = () => {};
    const silence = new Promise<void>((resolve) => (open = resolve));
    this.#silence = silence;
    return () => {
      if (this.#silence === silence) this.#silence = undefined;
      open();
    };
  }

  restart(): void {
    this.interrupt();
    this.#stays.clear();
  }

  refuse(error: SdkError): Undo {
    this.#refusal = error;
    return () => {
      this.#refusal = undefined;
    };
  }

  /** Resolves when something comes through. @throws {SdkError} what `signal` was aborted with */
  async #passage(signal: AbortSignal): Promise<void> {
    while (this.#silence) await withDeadline(() => this.#silence ?? Promise.resolve(), { signal });
  }

  async *#open(intent: StreamIntent, signal: AbortSignal): AsyncGenerator<StreamMessage, void, undefined> {
    await this.#passage(signal);
    const firstOfferSdp = intent.type === 'announce' ? await intent.request.firstOfferSdp : undefined;
    const stay =
      intent.type === 'announce'
        ? this.#enter(intent.request, firstOfferSdp)
        : this.#resume(intent.sessionToken, intent.lastSeq);
    const { queue } = stay;
    const heartbeat = setInterval(() => queue.push({ type: 'heartbeat' }), this.#heartbeatIntervalMs);
    const onAbort = () => queue.end(signal.reason);
    signal.addEventListener('abort', onAbort);
    try {
      const peers = intent.type === 'announce' ? this.#others(stay).map(({ info }) => info) : [];
      const offered = this.#offerFirst(stay, firstOfferSdp);
      const times = { heartbeatIntervalMs: this.#heartbeatIntervalMs, resumeGraceMs: 5_000 };
      yield { type: 'ready', sessionToken: stay.token, peers, offered, ...times };
      for await (const message of queue) {
        await this.#passage(signal);
        yield message;
      }
    } finally {
      clearInterval(heartbeat);
      signal.removeEventListener('abort', onAbort);
    }
  }

  #enter(request: JoinRequest, firstOfferSdp: string | undefined): Stay {
    const { room, peerId, displayName, capabilities, metadata } = request;
    const fault = firstOfferSdp && faultOf({ type: 'offer', sdp: firstOfferSdp });
    if (fault) throw new SdkError('invalid-argument', fault);
    if (this.#refusal) throw this.#refusal;
    const inRoom = [...this.#stays.values()].filter((stay) => stay.room === room);
    if (inRoom.some(({ info }) => info.id === peerId))
      throw new SdkError('already-exists', `Peer ${peerId} already announced`);
    if (inRoom.length >= this.#maxPeers) {
      throw new SdkError(
        'resource-exhausted',
        `room "${room}" is full: ${inRoom.length} of ${this.#maxPeers} peers are in it`,
      );
    }
    this.#tokens += 1;
    const info = {
      id: peerId,
      displayName: displayName ?? peerId,
      capabilities,
      metadata: { ...metadata },
      presence: 'available' as const,
    };
    const queue = new AsyncQueue<StreamMessage>();
    const stay: Stay = { token: `stay-${this.#tokens}`, info, room, log: [], queue, handled: 0n, results: new Map() };
    for (const other of inRoom) push(other, { type: 'peerJoined', peer: info });
    this.#stays.set(stay.token, stay);
    return stay;
  }

  #offerFirst(stay: Stay, sdp: string | undefined): PeerId | undefined {
    const [first] = this.#others(stay);
    if (!first || !sdp) return undefined;
    push(first, { type: 'signal', signal: { from: stay.info.id, signal: { type: 'offer', sdp } } });
    return first.info.id;
  }

  #resume(token: string, lastSeq: bigint): Stay {
    const stay = this.#stay(token);
    stay.queue.end();
    stay.queue = new AsyncQueue();
    for (const message of stay.log) if (message.seq > lastSeq) stay.queue.push({ type: 'event', ...message });
    return stay;
  }

  #carryOut({ sessionToken, firstSeq, requests }: WireBatch): WireResult[] {
    const stay = this.#stay(sessionToken);
    return requests.map((request, index) => {
      const seq = firstSeq + BigInt(index);
      if (seq <= stay.handled) return stay.results.get(seq) ?? { ok: true };
      const result = this.#handle(stay, request);
      stay.handled = seq;
      stay.results.set(seq, result);
      return result;
    });
  }

  #handle(stay: Stay, request: WireRequest): WireResult {
    switch (request.type) {
      case 'listPeers':
        return { ok: true, peers: [...this.#others(stay), stay].map(({ info }) => info) };
      case 'update':
        return this.#update(stay, request);
      case 'leave':
        return this.#leave(stay);
      case 'dismiss':
        return this.#tell(stay, request.peerId, { type: 'dismissed', peerId: stay.info.id });
      case 'signal': {
        const fault = faultOf(request.signal);
        if (fault) return { ok: false, error: new SdkError('invalid-argument', fault) };
        const event: RoomEvent = { type: 'signal', signal: { from: stay.info.id, signal: request.signal } };
        return this.#tell(stay, request.to, event);
      }
    }
  }

  #tell(stay: Stay, to: PeerId, event: RoomEvent): WireResult {
    const target = this.#others(stay).find(({ info }) => info.id === to);
    if (!target) return { ok: false, error: new SdkError('not-found', `Peer not found: ${to}`) };
    push(target, event);
    return { ok: true };
  }

  #update(stay: Stay, { presence = stay.info.presence, metadata }: WireRequest & { type: 'update' }): WireResult {
    const entries = Object.entries({ ...stay.info.metadata, ...metadata }).filter(([, value]) => value !== '');
    stay.info = { ...stay.info, presence, metadata: Object.fromEntries(entries) };
    for (const other of this.#others(stay)) push(other, { type: 'peerUpdated', peer: stay.info });
    return { ok: true };
  }

  #leave(stay: Stay): WireResult {
    this.#stays.delete(stay.token);
    for (const other of this.#others(stay)) push(other, { type: 'peerLeft', peerId: stay.info.id });
    stay.queue.end();
    return { ok: true };
  }

  #others(stay: Stay): Stay[] {
    return [...this.#stays.values()].filter((other) => other.room === stay.room && other !== stay);
  }

  #stay(token: string): Stay {
    const stay = this.#stays.get(token);
    if (!stay) throw new SdkError('unauthenticated', 'no stay has this session token');
    return stay;
  }
}

function faultOf(signal: Signal): string | undefined {
  if (signal.type === 'candidate') return undefined;
  if (signal.sdp.length > MAX_SDP_BYTES) return `the SDP is longer than ${MAX_SDP_BYTES} bytes`;
  return sdpFault(signal.sdp);
}

function push(stay: Stay, event: RoomEvent): void {
  const message = { seq: BigInt(stay.log.length + 1), event };
  stay.log.push(message);
  stay.queue.push({ type: 'event', ...message });
}
