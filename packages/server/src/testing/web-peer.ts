import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Client, createClient, type Transport } from '@connectrpc/connect';
import { codeOfStatus, SdkError } from '@remotemedia/base';
import {
  type SignalingResponse,
  type SubscribeReady,
  type SubscribeRequestSchema,
  type SubscribeResponse,
  WebRtcSignalingWeb,
} from '@remotemedia/protocol/webrtc';
import type { RequestInit } from './grpc-peer.ts';
import { NewsList, newsOf } from './peer-news.ts';
import type { TestEntry, TestPeer } from './test-peer.ts';

/** A peer on `WebRtcSignalingWeb`, over any transport. */
export class WebPeer implements TestPeer {
  readonly id: string;
  readonly news: NewsList = new NewsList();
  others: readonly string[] = [];
  /** The calls. */
  readonly client: Client<typeof WebRtcSignalingWeb>;
  /** The first message of the newest stream. */
  ready: SubscribeReady | undefined;
  /** Number of the last numbered message. */
  lastSeq = 0n;
  /** Heartbeats so far. */
  heartbeats = 0;
  /** Settles when the newest stream ends: with `undefined`, or with what it failed with. */
  ended: Promise<unknown> = Promise.resolve();
  #controller = new AbortController();
  #nextSeq = 1n;

  /** Does not call anything yet. */
  constructor(transport: Transport, id: string) {
    this.id = id;
    this.client = createClient(WebRtcSignalingWeb, transport);
  }

  /** Enters a room. */
  static async enter(transport: Transport, { id, room }: TestEntry): Promise<WebPeer> {
    const peer = new WebPeer(transport, id);
    const metadata: Record<string, string> = room === undefined ? {} : { room };
    const ready = await peer.subscribe({
      case: 'announce',
      value: { peerId: id, capabilities: { data: true }, metadata },
    });
    peer.others = ready.peers.map(({ peerId }) => peerId);
    return peer;
  }

  /** Opens a stream. Resolves with its first message. */
  async subscribe(
    intent: NonNullable<MessageInitShape<typeof SubscribeRequestSchema>['intent']>,
  ): Promise<SubscribeReady> {
    this.#controller = new AbortController();
    const stream = this.client.subscribe({ intent }, { signal: this.#controller.signal });
    const messages = stream[Symbol.asyncIterator]();
    const first = await messages.next();
    if (first.done || first.value.event.case !== 'ready') throw new Error('the first message is not ready');
    if (first.value.seq > 0n) this.lastSeq = first.value.seq;
    this.ready = first.value.event.value;
    this.ended = this.#read(messages).then(
      () => undefined,
      (error: unknown) => error,
    );
    return this.ready;
  }

  /** Takes the stay up again after the last message that came, or after another one. */
  resume(lastSeq: bigint = this.lastSeq): Promise<SubscribeReady> {
    return this.subscribe({ case: 'resume', value: { sessionToken: this.ready?.sessionToken ?? '', lastSeq } });
  }

  /** Sends requests in one message. */
  async send(requests: RequestInit[], firstSeq: bigint = this.#nextSeq): Promise<SignalingResponse[]> {
    if (firstSeq === this.#nextSeq) this.#nextSeq += BigInt(requests.length);
    const numbered = requests.map((request, index) => ({ requestId: `${firstSeq + BigInt(index)}`, request }));
    const sessionToken = this.ready?.sessionToken ?? '';
    return (await this.client.send({ sessionToken, firstSeq, requests: numbered })).responses;
  }

  async offer(toPeerId: string, sdp: string): Promise<void> {
    await this.#ask({ case: 'offer', value: { toPeerId, sdp, type: 'offer' } });
  }

  async answer(toPeerId: string, sdp: string): Promise<void> {
    await this.#ask({ case: 'answer', value: { toPeerId, sdp, type: 'answer' } });
  }

  async candidate(toPeerId: string, candidate: string): Promise<void> {
    await this.#ask({ case: 'iceCandidate', value: { toPeerId, candidate, sdpMid: '0' } });
  }

  async disconnect(peerId: string): Promise<void> {
    await this.#ask({ case: 'disconnect', value: { peerId } });
  }

  async list(): Promise<readonly string[]> {
    const response = await this.#ask({ case: 'listPeers', value: {} });
    return response?.case === 'peerList' ? response.value.peers.map(({ peerId }) => peerId) : [];
  }

  drop(): void {
    this.#controller.abort();
  }

  async #ask(request: RequestInit): Promise<SignalingResponse['response'] | undefined> {
    const [answer] = await this.send([request]);
    if (answer?.response.case !== 'error') return answer?.response;
    const { code, message } = answer.response.value;
    throw new SdkError(codeOfStatus(code), message);
  }

  async #read(messages: AsyncIterator<SubscribeResponse>): Promise<void> {
    for (let next = await messages.next(); !next.done; next = await messages.next()) {
      const { seq, event } = next.value;
      if (event.case === 'heartbeat') this.heartbeats += 1;
      if (event.case !== 'notification') continue;
      this.lastSeq = seq;
      this.news.add(newsOf(event.value, seq));
    }
  }
}
