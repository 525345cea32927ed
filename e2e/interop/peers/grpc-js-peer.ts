import { fileURLToPath } from 'node:url';
import {
  type ClientDuplexStream,
  credentials,
  loadPackageDefinition,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { type Entry, type ForeignPeer, Refusal } from '../foreign-peer.ts';
import { NewsList } from '../news.ts';
import { type NotificationFields, newsOf } from './signal-messages.ts';

const PROTO_FOLDER = fileURLToPath(new URL('../../../packages/protocol/proto', import.meta.url));
const LOADING = { includeDirs: [PROTO_FOLDER], keepCase: true, longs: Number, defaults: true, oneofs: true };
const Client = signalingClient();

/** What the stream brings, as proto-loader shows it. */
interface Response {
  readonly request_id: string;
  readonly peer_list?: { readonly peers: readonly { readonly peer_id: string }[] } | null;
  readonly notification?: NotificationFields | null;
  readonly error?: { readonly code: number; readonly message: string } | null;
}

function signalingClient(): ServiceClientConstructor {
  const loaded = loadPackageDefinition(loadSync('remotemedia/v1/webrtc/webrtc_signaling.proto', LOADING));
  let found: unknown = loaded;
  for (const name of ['remotemedia', 'v1', 'webrtc', 'WebRtcSignaling'])
    found = (found as Record<string, unknown>)[name];
  return found as ServiceClientConstructor;
}

/** A peer on `@grpc/grpc-js`, with messages from the `.proto` files by `@grpc/proto-loader`. */
class GrpcJsPeer implements ForeignPeer {
  readonly id: string;
  readonly news: NewsList = new NewsList();
  readonly #client: InstanceType<ServiceClientConstructor>;
  readonly #stream: ClientDuplexStream<object, Response>;
  readonly #waiting = new Map<string, (response: Response) => void>();
  readonly #ended: Promise<void>;
  #count = 0;

  constructor({ serverUrl, id }: Entry) {
    this.id = id;
    this.#client = new Client(new URL(serverUrl).host, credentials.createInsecure());
    this.#stream = this.#client['Signal']?.() as ClientDuplexStream<object, Response>;
    this.#stream.on('data', (response: Response) => this.#onResponse(response));
    this.#ended = new Promise((resolve, reject) => this.#stream.once('end', resolve).once('error', reject));
    this.#ended.catch(() => {});
  }

  async ask(request: object): Promise<Response> {
    this.#count += 1;
    const requestId = `${this.id}-${this.#count}`;
    const answered = new Promise<Response>((resolve) => this.#waiting.set(requestId, resolve));
    this.#stream.write({ request_id: requestId, ...request });
    const ended = this.#ended.then(() => Promise.reject(new Error('the stream ended')));
    const response = await Promise.race([answered, ended]);
    if (response.error) throw new Refusal(response.error.code, response.error.message);
    return response;
  }

  async offer(to: string, sdp: string): Promise<void> {
    await this.ask({ offer: { to_peer_id: to, sdp, type: 'offer' } });
  }

  async answer(to: string, sdp: string): Promise<void> {
    await this.ask({ answer: { to_peer_id: to, sdp, type: 'answer' } });
  }

  async candidate(to: string, candidate: string): Promise<void> {
    const sdp_mid = candidate === '' ? '' : '0';
    await this.ask({ ice_candidate: { to_peer_id: to, candidate, sdp_mid, sdp_mline_index: 0 } });
  }

  async list(): Promise<readonly string[]> {
    const { peer_list } = await this.ask({ list_peers: {} });
    return (peer_list?.peers ?? []).map(({ peer_id }) => peer_id);
  }

  async leave(): Promise<void> {
    this.#stream.end();
    await this.#ended;
    this.#client.close();
  }

  #onResponse(response: Response): void {
    if (response.notification) this.news.add(newsOf(response.notification));
    else this.#waiting.get(response.request_id)?.(response);
  }
}

/** Enters by `WebRtcSignaling.Signal`. */
export async function enterByGrpcJs(entry: Entry): Promise<ForeignPeer> {
  const peer = new GrpcJsPeer(entry);
  await peer.ask({ announce: { peer_id: entry.id, capabilities: { data: true }, metadata: { room: entry.room } } });
  return peer;
}
