import { Emitter, type Undo } from '@remotemedia/base';
import type { QualityPeer, QualitySender, QualitySource } from './quality-port.ts';

/** A peer for tests in Node: its statistics are made up, its senders remember what they were told. */
export class FakePeer extends Emitter<{ stateChange: undefined }> implements QualityPeer {
  /** Its name. */
  readonly id: string;
  /** Where its connection is in its life; to be changed by the test. */
  state = { kind: 'connected' };
  /** What `getStats` gives; to be changed by the test. */
  stats: Record<string, unknown>[] = [];
  /** Answers for the connection; to be changed by the test. */
  getStats: () => Promise<Map<string, unknown>> = async () =>
    new Map(this.stats.map((stat) => [String(stat['id']), stat]));
  /** How often statistics were asked for. */
  asked = 0;
  /** What is sent to it; to be changed by the test. */
  senders: QualitySender[] = [];
  /** Control messages sent to it. */
  readonly told: [topic: string, body: unknown][] = [];
  #connection = this.#newConnection();
  readonly #listeners = new Map<string, Set<(body: unknown) => void>>();

  constructor(id: string) {
    super();
    this.id = id;
  }

  get connection(): RTCPeerConnection {
    return this.#connection;
  }

  readonly control = {
    send: (topic: string, body: unknown): void => void this.told.push([topic, body]),
    on: (topic: string, listener: (body: unknown) => void): Undo => {
      const listeners = this.#listeners.get(topic) ?? new Set();
      this.#listeners.set(topic, listeners.add(listener));
      return () => listeners.delete(listener);
    },
  };

  async changeSenders(change: (senders: readonly QualitySender[]) => Promise<void> | void): Promise<void> {
    await change(this.senders);
  }

  /** It sends a control message. */
  say(topic: string, body: unknown): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(body);
  }

  /** Its connection's state becomes another. */
  become(kind: string): void {
    this.state = { kind };
    this.emit('stateChange');
  }

  /** It gets another connection. */
  replaceConnection(): void {
    this.#connection = this.#newConnection();
  }

  /** Listeners of all kinds that are left. */
  get listening(): number {
    return this.listenerCount() + [...this.#listeners.values()].reduce((count, { size }) => count + size, 0);
  }

  #newConnection(): RTCPeerConnection {
    const answer = () => {
      this.asked += 1;
      return this.getStats();
    };
    return {
      getStats: answer,
      getTransceivers: () => this.senders.map(({ transceiver }) => transceiver),
      getReceivers: () => [],
    } as never;
  }
}

/** A room for tests in Node. */
export class FakeRoom extends Emitter<{ peersChange: undefined }> implements QualitySource {
  /** Who is in. */
  peers: readonly FakePeer[] = [];

  /** A peer comes. */
  enter(id: string): FakePeer {
    const peer = new FakePeer(id);
    this.peers = [...this.peers, peer];
    this.emit('peersChange');
    return peer;
  }

  /** A peer goes. */
  leave(id: string): void {
    this.peers = this.peers.filter((peer) => peer.id !== id);
    this.emit('peersChange');
  }
}

/** A sender for tests in Node, with a single encoding. */
export interface FakeSender extends QualitySender {
  /** What it was told, in order. */
  readonly told: RTCRtpEncodingParameters[];
  /** Key frames that were asked for. */
  keyFrames: number;
  /** Whether it takes nothing; to be changed by the test. */
  refuses: boolean;
}

/** Makes a sender of a 1280×720 camera or of a microphone. */
export function fakeSender(kind: 'audio' | 'video', mid: string, options: QualitySender['options'] = {}): FakeSender {
  const settings = kind === 'video' ? { width: 1_280, height: 720 } : {};
  const track = { kind, id: `${kind} ${mid}`, contentHint: '', getSettings: () => settings } as never;
  let encoding: RTCRtpEncodingParameters = { active: true };
  const sender = {
    track,
    getParameters: () => ({ encodings: [{ ...encoding }], codecs: [] }),
    setParameters: async (
      { encodings }: RTCRtpSendParameters,
      asked?: { encodingOptions: { keyFrame: boolean }[] },
    ) => {
      if (fake.refuses) throw new Error('refused');
      encoding = encodings[0] ?? {};
      fake.told.push({ ...encoding });
      fake.keyFrames += asked?.encodingOptions.filter(({ keyFrame }) => keyFrame).length ?? 0;
    },
  } as never;
  const fake: FakeSender = {
    track,
    sender,
    transceiver: { mid, sender, receiver: { track } } as never,
    options,
    told: [],
    keyFrames: 0,
    refuses: false,
  };
  return fake;
}
