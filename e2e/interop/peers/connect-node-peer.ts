import { createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { type SignalingResponse, WebRtcSignaling } from '@remotemedia/protocol/webrtc';
import { type Entry, type ForeignPeer, Refusal } from '../foreign-peer.ts';
import { NewsList } from '../news.ts';
import { newsOf } from './connect-news.ts';
import { type RequestInit, RequestStream } from './request-stream.ts';

/** A peer on `@connectrpc/connect-node`, over gRPC. */
class ConnectNodePeer implements ForeignPeer {
  readonly id: string;
  readonly news: NewsList = new NewsList();
  readonly #requests = new RequestStream();
  readonly #waiting = new Map<string, (response: SignalingResponse) => void>();
  readonly #ended: Promise<void>;
  #count = 0;

  constructor({ serverUrl, id }: Entry) {
    this.id = id;
    const client = createClient(WebRtcSignaling, createGrpcTransport({ baseUrl: serverUrl }));
    this.#ended = this.#read(client.signal(this.#requests));
    this.#ended.catch(() => {});
  }

  async ask(request: RequestInit): Promise<SignalingResponse['response']> {
    this.#count += 1;
    const requestId = `${this.id}-${this.#count}`;
    const answered = new Promise<SignalingResponse>((resolve) => this.#waiting.set(requestId, resolve));
    this.#requests.push({ requestId, request });
    const ended = this.#ended.then(() => Promise.reject(new Error('the stream ended')));
    const { response } = await Promise.race([answered, ended]);
    if (response.case === 'error') throw new Refusal(response.value.code, response.value.message);
    return response;
  }

  async offer(toPeerId: string, sdp: string): Promise<void> {
    await this.ask({ case: 'offer', value: { toPeerId, sdp, type: 'offer' } });
  }

  async answer(toPeerId: string, sdp: string): Promise<void> {
    await this.ask({ case: 'answer', value: { toPeerId, sdp, type: 'answer' } });
  }

  async candidate(toPeerId: string, candidate: string): Promise<void> {
    await this.ask({ case: 'iceCandidate', value: { toPeerId, candidate, sdpMid: candidate === '' ? '' : '0' } });
  }

  async list(): Promise<readonly string[]> {
    const response = await this.ask({ case: 'listPeers', value: {} });
    return response.case === 'peerList' ? response.value.peers.map(({ peerId }) => peerId) : [];
  }

  async leave(): Promise<void> {
    this.#requests.end();
    await this.#ended;
  }

  async #read(responses: AsyncIterable<SignalingResponse>): Promise<void> {
    for await (const message of responses) {
      if (message.response.case === 'notification') this.news.add(newsOf(message.response.value));
      else this.#waiting.get(message.requestId)?.(message);
    }
  }
}

/** Enters by `WebRtcSignaling.Signal`. */
export async function enterByConnectNode(entry: Entry): Promise<ForeignPeer> {
  const peer = new ConnectNodePeer(entry);
  const value = { peerId: entry.id, capabilities: { data: true }, metadata: { room: entry.room } };
  await peer.ask({ case: 'announce', value });
  return peer;
}
