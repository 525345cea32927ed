import { SdkError, type SdkErrorCode } from '@remotemedia/base';
import { WebSocket } from 'ws';
import { type News, NewsList } from './peer-news.ts';
import type { TestEntry, TestPeer } from './test-peer.ts';

/** The `error` member of a response. */
interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data: { readonly code: SdkErrorCode };
}

/** The `result` member of a response, with what tests read of it; which are there is for the tests to say. */
export interface RpcResult {
  /** Of an announcement that can be resumed. */
  readonly session_token: string;
  /** Of an announcement. */
  readonly other_peers: readonly string[];
  /** Of an announcement with a first offer, if someone got it. */
  readonly offered_peer_id?: string;
  /** Of a list. */
  readonly peers: readonly { readonly peer_id: string }[];
}

/** The `params` member of a notification. */
interface NewsParams {
  readonly seq?: number;
  readonly sdp?: string;
  readonly candidate?: string;
  readonly from?: string;
  readonly peer_id?: string;
}

/** A frame from the server. */
export interface RpcFrame {
  /** Of a response. */
  readonly id: number;
  /** Of a response that went well. */
  readonly result: RpcResult;
  /** Of a response that did not. */
  readonly error?: RpcError;
  /** Of a notification. */
  readonly method?: string;
  /** Of a notification. */
  readonly params: NewsParams;
}

/** A JSON-RPC error response, as an error. */
export class RpcRefusal extends SdkError {
  /** The number in the response. */
  readonly number: number;

  /** @param error the response's error member */
  constructor(error: RpcError) {
    super(error.data.code, error.message);
    this.number = error.code;
  }
}

/** A peer on JSON-RPC over WebSocket. */
export class SocketPeer implements TestPeer {
  readonly id: string;
  readonly news: NewsList = new NewsList();
  others: readonly string[] = [];
  /** The socket. */
  readonly socket: WebSocket;
  /** Result of announce or resume. */
  entry: RpcResult = { session_token: '', other_peers: [], peers: [] };
  /** Every frame that came, parsed. */
  readonly frames: RpcFrame[] = [];
  /** Settles with the code when the socket closes. */
  readonly closed: Promise<number>;
  readonly #waiting = new Map<number, (response: RpcFrame) => void>();
  #count = 0;

  /** Takes an open socket. */
  private constructor(socket: WebSocket, id: string) {
    this.id = id;
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data) => this.#onFrame(JSON.parse(String(data))));
    socket.on('error', () => {});
  }

  /** Opens a socket and announces nothing. */
  static async open(serverUrl: string, id: string, path: string = '/ws'): Promise<SocketPeer> {
    const socket = new WebSocket(serverUrl.replace(/^http/, 'ws') + path);
    const peer = new SocketPeer(socket, id);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return peer;
  }

  /** Opens a socket and enters a room. */
  static async enter(serverUrl: string, { id, room }: TestEntry, more: object = {}): Promise<SocketPeer> {
    const peer = await SocketPeer.open(serverUrl, id);
    const userData = room === undefined ? {} : { user_data: { room } };
    peer.entry = await peer.call('peer.announce', { peer_id: id, capabilities: ['data'], ...userData, ...more });
    peer.others = peer.entry.other_peers;
    return peer;
  }

  /** Opens a socket and takes an interrupted stay up. */
  static async resume(serverUrl: string, id: string, sessionToken: string, lastSeq: number): Promise<SocketPeer> {
    const peer = await SocketPeer.open(serverUrl, id);
    peer.entry = await peer.call('peer.resume', { session_token: sessionToken, last_seq: lastSeq });
    return peer;
  }

  /** Calls a method. Rejects with an {@link RpcRefusal}, or when the socket closes. */
  async call(method: string, params?: unknown): Promise<RpcResult> {
    this.#count += 1;
    const id = this.#count;
    const answered = new Promise<RpcFrame>((resolve) => this.#waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    const answer = await Promise.race([
      answered,
      this.closed.then((code) => Promise.reject(new Error(`closed ${code}`))),
    ]);
    if (answer.error) throw new RpcRefusal(answer.error);
    return answer.result;
  }

  async offer(to: string, sdp: string): Promise<void> {
    await this.call('peer.offer', { from: this.id, to, sdp });
  }

  async answer(to: string, sdp: string): Promise<void> {
    await this.call('peer.answer', { from: this.id, to, sdp });
  }

  async candidate(to: string, candidate: string): Promise<void> {
    const params = { from: this.id, to, candidate, sdp_mid: '0', sdp_m_line_index: 0 };
    await this.call('peer.ice_candidate', params);
  }

  async disconnect(peerId: string): Promise<void> {
    await this.call('peer.disconnect', { peer_id: peerId });
  }

  async list(): Promise<readonly string[]> {
    const { peers } = await this.call('peer.list', {});
    return peers.map(({ peer_id }) => peer_id);
  }

  drop(): void {
    this.socket.terminate();
  }

  #onFrame(frame: RpcFrame): void {
    this.frames.push(frame);
    if (frame.method) this.news.add(newsOf(frame.method, frame.params));
    else this.#waiting.get(frame.id)?.(frame);
  }
}

function newsOf(method: string, params: NewsParams): News {
  const kind = method.replace('peer.', '').replace('ice_', '');
  const text = params.sdp ?? params.candidate;
  const seq = params.seq === undefined ? {} : { seq: params.seq };
  return { kind, peer: params.from ?? params.peer_id ?? '', ...(text === undefined ? {} : { text }), ...seq };
}
