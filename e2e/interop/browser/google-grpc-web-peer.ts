import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import {
  SendRequestSchema,
  type SendResponse,
  SendResponseSchema,
  type SignalingResponse,
  SubscribeRequestSchema,
  type SubscribeResponse,
  SubscribeResponseSchema,
} from '@remotemedia/protocol/webrtc';
import { type ClientReadableStream, GrpcWebClientBase, MethodDescriptor, MethodType } from 'grpc-web';
import { type Entry, type ForeignPeer, Refusal } from '../foreign-peer.ts';
import { NewsList } from '../news.ts';
import { newsOf } from '../peers/connect-news.ts';
import type { RequestInit } from '../peers/request-stream.ts';

const SERVICE = '/remotemedia.v1.webrtc.WebRtcSignalingWeb';

/** The library asks for a class for each message, but makes no use of it. */
class Unused {}

function method<I extends DescMessage, O extends DescMessage>(name: string, type: string, input: I, output: O) {
  return new MethodDescriptor<MessageShape<I>, MessageShape<O>>(
    `${SERVICE}/${name}`,
    type,
    Unused as new () => MessageShape<I>,
    Unused as new () => MessageShape<O>,
    (message: MessageShape<I>) => toBinary(input, message),
    (bytes: Uint8Array) => fromBinary(output, bytes),
  );
}

const SUBSCRIBE = method('Subscribe', MethodType.SERVER_STREAMING, SubscribeRequestSchema, SubscribeResponseSchema);
const SEND = method('Send', MethodType.UNARY, SendRequestSchema, SendResponseSchema);

/** A peer on Google's `grpc-web`, which streams in its text format only. */
class GoogleGrpcWebPeer implements ForeignPeer {
  readonly id: string;
  readonly news: NewsList = new NewsList();
  readonly #serverUrl: string;
  readonly #client = new GrpcWebClientBase({ format: 'text' });
  #stream: ClientReadableStream<SubscribeResponse> | undefined;
  #token = '';
  #nextSeq = 1n;

  constructor({ serverUrl, id }: Entry) {
    this.id = id;
    this.#serverUrl = serverUrl;
  }

  async enter(room: string): Promise<void> {
    const value = { peerId: this.id, capabilities: { data: true }, metadata: { room } };
    const request = create(SubscribeRequestSchema, { intent: { case: 'announce', value } });
    const stream = this.#client.serverStreaming(`${this.#serverUrl}${SUBSCRIBE.getName()}`, request, {}, SUBSCRIBE);
    this.#stream = stream;
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject);
      stream.on('data', ({ event }) => {
        if (event.case === 'notification') this.news.add(newsOf(event.value));
        if (event.case !== 'ready') return;
        this.#token = event.value.sessionToken;
        resolve();
      });
    });
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
    this.#stream?.cancel();
  }

  async #ask(request: RequestInit): Promise<SignalingResponse['response']> {
    const firstSeq = this.#nextSeq;
    this.#nextSeq += 1n;
    const requests = [{ requestId: `${firstSeq}`, request }];
    const message = create(SendRequestSchema, { sessionToken: this.#token, firstSeq, requests });
    const url = `${this.#serverUrl}${SEND.getName()}`;
    const { responses }: SendResponse = await this.#client.unaryCall(url, message, {}, SEND);
    const [answer] = responses;
    if (!answer) throw new Error('no answer');
    if (answer.response.case !== 'error') return answer.response;
    throw new Refusal(answer.response.value.code, answer.response.value.message);
  }
}

/** Enters by `WebRtcSignalingWeb`. */
export async function enterByGoogleGrpcWeb(entry: Entry): Promise<ForeignPeer> {
  const peer = new GoogleGrpcWebPeer(entry);
  await peer.enter(entry.room);
  return peer;
}
