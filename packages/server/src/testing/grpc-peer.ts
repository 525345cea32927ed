import type { MessageInitShape } from '@bufbuild/protobuf';
import { createClient, type Transport } from '@connectrpc/connect';
import { codeOfStatus, SdkError } from '@remotemedia/base';
import { type SignalingRequestSchema, type SignalingResponse, WebRtcSignaling } from '@remotemedia/protocol/webrtc';
import { NewsList, newsOf } from './peer-news.ts';
import type { TestEntry, TestPeer } from './test-peer.ts';

/** One request, without its id. */
export type RequestInit = NonNullable<MessageInitShape<typeof SignalingRequestSchema>['request']>;

/** A peer on `WebRtcSignaling.Signal`, over gRPC. */
export class GrpcPeer implements TestPeer {
  readonly id: string;
  readonly news: NewsList = new NewsList();
  others: readonly string[] = [];
  /** Settles when the call ends: with `undefined`, or with what it failed with. */
  readonly ended: Promise<unknown>;
  readonly #requests = new RequestQueue();
  readonly #waiting = new Map<string, (response: SignalingResponse) => void>();
  readonly #controller = new AbortController();
  #count = 0;

  /** Opens the call and does not announce anything. */
  constructor(transport: Transport, id: string) {
    this.id = id;
    const client = createClient(WebRtcSignaling, transport);
    const responses = client.signal(this.#requests, { signal: this.#controller.signal });
    this.ended = this.#read(responses).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  /** Opens the call and announces the peer. */
  static async enter(transport: Transport, { id, room }: TestEntry): Promise<GrpcPeer> {
    const peer = new GrpcPeer(transport, id);
    const metadata: Record<string, string> = room === undefined ? {} : { room };
    const value = { peerId: id, capabilities: { data: true }, metadata };
    const { response } = await peer.ask({ case: 'announce', value });
    if (response.case === 'ack') peer.others = JSON.parse(response.value.data).other_peers;
    return peer;
  }

  /** Sends a request and waits for its response. Rejects with the `SdkError` that an error response stands for. */
  async ask(request: RequestInit): Promise<SignalingResponse> {
    this.#count += 1;
    const requestId = `${this.id}-${this.#count}`;
    const answered = new Promise<SignalingResponse>((resolve) => this.#waiting.set(requestId, resolve));
    this.#requests.push({ requestId, request });
    const answer = await Promise.race([answered, this.ended.then((error) => Promise.reject(error ?? 'ended'))]);
    if (answer.response.case !== 'error') return answer;
    const { code, message } = answer.response.value;
    throw new SdkError(codeOfStatus(code), message);
  }

  /** Sends a request that has no id, so that no response to it can be told from others. */
  tell(request: RequestInit): void {
    this.#requests.push({ request });
  }

  /** Ends the requests, as a clean client does. */
  end(): void {
    this.#requests.end();
  }

  async offer(toPeerId: string, sdp: string): Promise<void> {
    await this.ask({ case: 'offer', value: { toPeerId, sdp, type: 'offer' } });
  }

  async answer(toPeerId: string, sdp: string): Promise<void> {
    await this.ask({ case: 'answer', value: { toPeerId, sdp, type: 'answer' } });
  }

  async candidate(toPeerId: string, candidate: string): Promise<void> {
    await this.ask({ case: 'iceCandidate', value: { toPeerId, candidate, sdpMid: '0' } });
  }

  async disconnect(peerId: string): Promise<void> {
    await this.ask({ case: 'disconnect', value: { peerId } });
  }

  async list(): Promise<readonly string[]> {
    const { response } = await this.ask({ case: 'listPeers', value: {} });
    return response.case === 'peerList' ? response.value.peers.map(({ peerId }) => peerId) : [];
  }

  drop(): void {
    this.#controller.abort();
  }

  async #read(responses: AsyncIterable<SignalingResponse>): Promise<void> {
    for await (const message of responses) {
      if (message.response.case === 'notification') this.news.add(newsOf(message.response.value));
      else this.#waiting.get(message.requestId)?.(message);
    }
  }
}

type Item = MessageInitShape<typeof SignalingRequestSchema>;

/** Requests that are sent as they come. */
class RequestQueue implements AsyncIterableIterator<Item> {
  readonly #items: Item[] = [];
  #isEnded = false;
  #onChange: () => void = () => {};

  push(item: Item): void {
    this.#items.push(item);
    this.#onChange();
  }

  end(): void {
    this.#isEnded = true;
    this.#onChange();
  }

  async next(): Promise<IteratorResult<Item>> {
    for (;;) {
      const value = this.#items.shift();
      if (value) return { done: false, value };
      if (this.#isEnded) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<Item>> {
    this.end();
    return { done: true, value: undefined };
  }

  throw(): Promise<IteratorResult<Item>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
