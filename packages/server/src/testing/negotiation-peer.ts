import type { MessageInitShape } from '@bufbuild/protobuf';
import { createClient, type Transport } from '@connectrpc/connect';
import { AsyncQueue } from '@remotemedia/base';
import {
  type ClientRtcMessage,
  type ClientRtcMessageSchema,
  ClientService,
  type WorkerRtcMessage,
  type WorkerRtcMessageSchema,
  WorkerService,
} from '@remotemedia/protocol/distributor';

/** What a worker or a client heard. */
export type Heard = WorkerRtcMessage | ClientRtcMessage;

/** A stream of a worker, or of a client of one, as a test holds it. */
export interface NegotiationPeer<Init> {
  /** Says something. */
  say(message: Init): void;
  /** The next message. */
  next(): Promise<Heard>;
  /** Settles when the stream ends: with `undefined`, or with what it failed with. */
  readonly ended: Promise<unknown>;
  /** Ends the stream, as a clean caller does. */
  end(): void;
  /** Breaks the stream without a word. */
  drop(): void;
}

/** Opens a worker's stream. */
export function openWorker(transport: Transport): NegotiationPeer<MessageInitShape<typeof WorkerRtcMessageSchema>> {
  const client = createClient(WorkerService, transport);
  return open((requests, signal) => client.negotiatePeerConnection(requests, { signal }));
}

/** Opens the stream of a worker's client. */
export function openClient(transport: Transport): NegotiationPeer<MessageInitShape<typeof ClientRtcMessageSchema>> {
  const client = createClient(ClientService, transport);
  return open((requests, signal) => client.negotiatePeerConnection(requests, { signal }));
}

function open<Init>(
  call: (requests: AsyncIterable<Init>, signal: AbortSignal) => AsyncIterable<Heard>,
): NegotiationPeer<Init> {
  const requests = new AsyncQueue<Init>();
  const heard = new AsyncQueue<Heard>();
  const controller = new AbortController();
  const read = async () => {
    for await (const message of call(requests, controller.signal)) heard.push(message);
  };
  const ended = read().then(
    () => undefined,
    (error: unknown) => error,
  );
  void ended.then((error) => heard.end(error));
  const items = heard[Symbol.asyncIterator]();
  return {
    say: (message) => requests.push(message),
    next: async () => {
      const { value, done } = await items.next();
      if (done) throw new Error('the stream ended');
      return value;
    },
    ended,
    end: () => requests.end(),
    drop: () => controller.abort(),
  };
}
