import { AsyncQueue, abortError, codeOfStatus, SdkError } from '@remotemedia/base';
import { NoAnswer } from '../wire/no-answer.ts';
import { reach } from '../wire/reach.ts';
import type { StreamIntent, StreamMessage, StreamReady, Wire, WireBatch, WireResult } from '../wire/wire.ts';
import {
  count,
  isJson,
  type Json,
  openCall,
  peerInfos,
  type RpcCall,
  requestCall,
  rpcError,
  streamMessage,
  streamReady,
} from './json-rpc-messages.ts';

/** Close code for an end in good order (RFC 6455 §7.4.1): the server takes it as leaving. */
const NORMAL_CLOSURE = 1000;
/** Close code for a socket given up as broken: the server keeps the stay for a resume. */
const INTERRUPTED = 4000;

/** Close codes of the server's own: gRPC's status numbers, from 1 to 16, on top of this. */
const STATUS_BASE = 4000;
const LAST_STATUS = 16;

type Settle = (outcome: { result: unknown } | { error: SdkError }) => void;

/** One WebSocket: calls up, notifications down. */
class RpcSocket {
  readonly messages = new AsyncQueue<StreamMessage>();
  /** Resolves when calls can be made; rejects when the socket fails before. */
  readonly opened: Promise<void>;
  readonly #socket: WebSocket;
  readonly #calls = new Map<string, Settle>();
  #isPinged = false;
  #broken: SdkError | undefined;
  #rejectOpened: (error: SdkError) => void = () => {};

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.opened = new Promise((resolve, reject) => {
      this.#socket.onopen = () => resolve();
      this.#rejectOpened = reject;
    });
    this.opened.catch(() => {});
    // 'close' follows and says all there is to say.
    this.#socket.onerror = () => {};
    this.#socket.onmessage = ({ data }) => this.#receive(data);
    this.#socket.onclose = ({ code, reason }) => this.fail(closeError(code, reason));
  }

  /** Whether no answers come any more. */
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /** Sends a call under an id; resolves with its result. */
  call(id: string, { method, params }: RpcCall): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#broken) return reject(this.#broken);
      this.#calls.set(id, (outcome) => ('error' in outcome ? reject(outcome.error) : resolve(outcome.result)));
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      return undefined;
    });
  }

  /** Sends a call whose answer nobody waits for. */
  notify({ method, params }: RpcCall): void {
    if (!this.#broken) this.#socket.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  /** Asks for a sign of life, unless one is due already; the answer counts as a heartbeat. */
  ping(): void {
    if (this.#isPinged) return;
    this.#isPinged = true;
    const onAnswer = () => {
      this.#isPinged = false;
      this.messages.push({ type: 'heartbeat' });
    };
    // A refusal is an answer, too. Once the socket is broken this does nothing.
    this.call('ping', { method: 'ping', params: {} }).then(onAnswer, onAnswer);
  }

  /** Ends everything with `error`. */
  fail(error: SdkError): void {
    if (this.#broken) return;
    this.#broken = error;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close(error.code === 'cancelled' ? NORMAL_CLOSURE : INTERRUPTED);
    this.#rejectOpened(error);
    for (const settle of this.#calls.values()) settle({ error });
    this.#calls.clear();
    this.messages.end(error);
  }

  #receive(data: unknown): void {
    let frame: unknown;
    try {
      frame = JSON.parse(String(data));
    } catch (cause) {
      this.fail(new SdkError('data-loss', 'the server sent a frame that is not JSON', { cause }));
      return;
    }
    if (!isJson(frame)) return;
    if (typeof frame['method'] === 'string')
      this.#notified(frame['method'], isJson(frame['params']) ? frame['params'] : {});
    else if (typeof frame['id'] === 'string') this.#answered(frame['id'], frame);
  }

  #notified(method: string, params: Json): void {
    const message = streamMessage(method, params);
    if (message) this.messages.push(message);
  }

  #answered(id: string, frame: Json): void {
    const settle = this.#calls.get(id);
    this.#calls.delete(id);
    settle?.('error' in frame ? { error: rpcError(frame['error']) } : { result: frame['result'] });
  }
}

/** Why the server closed: codes from 4001 on are statuses, all others a connection that can be made again. */
function closeError(code: number, reason: string): SdkError {
  if (code > STATUS_BASE && code <= STATUS_BASE + LAST_STATUS)
    return new SdkError(codeOfStatus(code - STATUS_BASE), reason);
  const closed = `WebSocket closed (${code}${reason && ` ${reason}`})`;
  return new NoAnswer('unavailable', `the signaling server cannot be reached: ${closed}`);
}

/** From which failure on it is left to a WebSocket now and then to find out whether the server can be reached. */
const FIRST_DOUBT = 8;

/** Speaks the `peer.*` dialect of JSON-RPC 2.0 over a WebSocket. */
export function createWebSocketWire(url: string): Wire {
  let current: RpcSocket | undefined;
  let self = '';
  let failures = 0;

  async function enter(socket: RpcSocket, intent: StreamIntent, bearer: string | undefined): Promise<StreamReady> {
    const firstOfferSdp = intent.type === 'announce' ? intent.request.firstOfferSdp : undefined;
    const [sdp = ''] = await Promise.all([firstOfferSdp, socket.opened]);
    const ready = await socket.call('open', openCall(intent, sdp, bearer));
    return streamReady(ready, intent.type === 'resume' ? intent.sessionToken : undefined);
  }

  return {
    async reach(signal: AbortSignal): Promise<void> {
      try {
        await reach(url, signal);
        failures = 0;
      } catch (error) {
        if (signal.aborted) throw error;
        // The policy of the page may allow WebSockets alone. Seldom, since browsers let one that failed wait.
        failures += 1;
        if (failures < FIRST_DOUBT || !Number.isInteger(Math.log2(failures))) throw error;
      }
    },
    async *open(
      intent: StreamIntent,
      signal: AbortSignal,
      bearer?: string,
    ): AsyncGenerator<StreamMessage, void, undefined> {
      if (signal.aborted) throw abortError(signal);
      if (intent.type === 'announce') self = intent.request.peerId;
      const socket = new RpcSocket(url);
      const onAbort = () => socket.fail(abortError(signal));
      signal.addEventListener('abort', onAbort);
      try {
        const ready = await enter(socket, intent, bearer);
        current = socket;
        yield ready;
        yield* socket.messages;
      } finally {
        signal.removeEventListener('abort', onAbort);
        socket.fail(new NoAnswer('unavailable', 'the stream was left'));
        if (current === socket) current = undefined;
      }
    },
    ping(): boolean {
      current?.ping();
      return true;
    },
    async send(batch: WireBatch): Promise<readonly WireResult[]> {
      const socket = current;
      if (!socket) throw new NoAnswer('unavailable', 'the WebSocket is not open');
      return Promise.all(
        batch.requests.map(async (request, index): Promise<WireResult> => {
          const seq = batch.firstSeq + BigInt(index);
          const { method, params } = requestCall(request, self);
          try {
            const result = await socket.call(String(seq), { method, params: { ...params, seq: Number(seq) } });
            return { ok: true, peers: isJson(result) ? peerInfos(result['peers']) : [] };
          } catch (caught) {
            const error = SdkError.from(caught);
            // A server that answers has refused, whatever the code; only what a broken socket left open is sent again.
            if (socket.isBroken) throw error;
            return { ok: false, error };
          }
        }),
      );
    },
    async renew(_sessionToken: string, token: string): Promise<number> {
      if (!current) throw new NoAnswer('unavailable', 'the WebSocket is not open');
      const result = await current.call('renew', { method: 'peer.authenticate', params: { token } });
      return count(isJson(result) ? result['token_expires_in_ms'] : 0);
    },
    acknowledge(_sessionToken: string, seq: bigint): void {
      current?.notify({ method: 'peer.ack', params: { seq: Number(seq) } });
    },
    leaveOnUnload(): void {
      current?.fail(new SdkError('cancelled', 'the page was unloaded'));
    },
  };
}
