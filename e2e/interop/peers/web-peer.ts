import { type Client, createClient, type Transport } from '@connectrpc/connect';
import { type SignalingResponse, type SubscribeResponse, WebRtcSignalingWeb } from '@remotemedia/protocol/webrtc';
import { type Entry, type ForeignPeer, Refusal } from '../foreign-peer.ts';
import { NewsList } from '../news.ts';
import { newsOf } from './connect-news.ts';
import type { RequestInit } from './request-stream.ts';

/** A peer on `WebRtcSignalingWeb`, through a transport of `@connectrpc/connect-web` or `-node`. */
class WebPeer implements ForeignPeer {
  readonly id: string;
  readonly news: NewsList = new NewsList();
  readonly #client: Client<typeof WebRtcSignalingWeb>;
  readonly #controller = new AbortController();
  #token = '';
  #nextSeq = 1n;

  constructor(transport: Transport, id: string) {
    this.id = id;
    this.#client = createClient(WebRtcSignalingWeb, transport);
  }

  async enter(room: string): Promise<void> {
    const announce = { peerId: this.id, capabilities: { data: true }, metadata: { room } };
    const { signal } = this.#controller;
    const stream = this.#client.subscribe({ intent: { case: 'announce', value: announce } }, { signal });
    const messages = stream[Symbol.asyncIterator]();
    const first = await messages.next();
    if (first.done || first.value.event.case !== 'ready') throw new Error('the first message is not ready');
    this.#token = first.value.event.value.sessionToken;
    void this.#read(messages);
  }

  async offer(toPeerId: string, sdp: string): Promise<void> {
    await this.#ask({ case: 'offer', value: { toPeerId, sdp, type: 'offer' } });
  }

  async answer(toPeerId: string, sdp: string): Promise<void> {
    await this.#ask({ case: 'answer', value: { toPeerId, sdp, type: 'answer' } });
  }

  async candidate(toPeerId: string, candidate: string): Promise<void> {
    await this.#ask({ case: 'iceCandidate', value: { toPeerId, candidate, sdpMid: candidate === '' ? '' : '0' } });
  }

  async list(): Promise<readonly string[]> {
    const response = await this.#ask({ case: 'listPeers', value: {} });
    return response.case === 'peerList' ? response.value.peers.map(({ peerId }) => peerId) : [];
  }

  async leave(): Promise<void> {
    await this.#ask({ case: 'disconnect', value: { peerId: this.id } });
    this.#controller.abort();
  }

  async #ask(request: RequestInit): Promise<SignalingResponse['response']> {
    const firstSeq = this.#nextSeq;
    this.#nextSeq += 1n;
    const requests = [{ requestId: `${firstSeq}`, request }];
    const [answer] = (await this.#client.send({ sessionToken: this.#token, firstSeq, requests })).responses;
    if (!answer) throw new Error('no answer');
    if (answer.response.case !== 'error') return answer.response;
    throw new Refusal(answer.response.value.code, answer.response.value.message);
  }

  async #read(messages: AsyncIterator<SubscribeResponse>): Promise<void> {
    try {
      for (let next = await messages.next(); !next.done; next = await messages.next()) {
        const { event } = next.value;
        if (event.case === 'notification') this.news.add(newsOf(event.value));
      }
    } catch {
      // It left.
    }
  }
}

/** How a peer enters by `WebRtcSignalingWeb`. */
export function enterBy(createTransport: (baseUrl: string) => Transport): (entry: Entry) => Promise<ForeignPeer> {
  return async ({ serverUrl, id, room }) => {
    const peer = new WebPeer(createTransport(serverUrl), id);
    await peer.enter(room);
    return peer;
  };
}
