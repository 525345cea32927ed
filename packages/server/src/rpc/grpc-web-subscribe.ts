import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Clock, SdkError, Undo } from '@remotemedia/base';
import {
  SubscribeRequestSchema,
  type SubscribeResponse,
  SubscribeResponseSchema,
  WebRtcSignalingWeb,
} from '@remotemedia/protocol/webrtc';
import type { Caller } from '../access/grant.ts';
import type { NodeRequest, NodeResponse } from '../http/node-handler.ts';
import type { Awaitable } from '../hub/awaitable.ts';
import { toSdkError } from './connect-errors.ts';
import { atEndOfTurn, type TurnEnd } from './grpc/end-of-turn.ts';
import { statusFields } from './grpc/status.ts';
import { GRPC_WEB, isGrpcWebCall, messageFrame, readMessage, trailersFrame } from './grpc-web-body.ts';
import { heartbeat, SubscribeSession, type SubscribeSessionOptions } from './subscribe-session.ts';

const PATH = `/${WebRtcSignalingWeb.typeName}/${WebRtcSignalingWeb.method.subscribe.name}`;
/** Bytes that go into one write; what is left waits until the connection took that. */
const MAX_WRITE_BYTES = 65_536;
/** How long a client has to read the end of its call before the connection is cut, in milliseconds. */
const LINGER_MS = 5_000;

/** Settings of {@link takeSubscribe}. */
export interface GrpcWebSubscribeOptions extends Omit<SubscribeSessionOptions, 'onNews' | 'onEnd'> {
  /** Where time comes from. */
  readonly clock: Clock;
  /** Finds out who calls. @throws {SdkError} what the call is to end with */
  readonly callerOf: (request: NodeRequest) => Awaitable<Caller>;
  /** Counts a call. @returns what to call when it is over */
  readonly countStream: () => () => void;
}

/**
 * Answers a request that is a call of `WebRtcSignalingWeb.Subscribe` over gRPC-Web, without a library in between: every
 * page has one of these open. Written after "gRPC Web" of the gRPC project (doc/PROTOCOL-WEB.md).
 *
 * @returns whether it is such a call
 */
export function takeSubscribe(request: NodeRequest, response: NodeResponse, options: GrpcWebSubscribeOptions): boolean {
  if (!isGrpcWebCall(request, PATH)) return false;
  void new GrpcWebSubscribe(request, response, options).run();
  return true;
}

class GrpcWebSubscribe implements TurnEnd {
  readonly #request: NodeRequest;
  readonly #response: NodeResponse;
  readonly #options: GrpcWebSubscribeOptions;
  readonly #session: SubscribeSession;
  readonly #uncount: () => void;
  /** Whether the connection took what it can hold. */
  #isFull = false;
  #isFlushPlanned = false;
  #isOver = false;
  #sentAtMs: number;
  #stopHeartbeat: Undo = () => {};

  constructor(request: NodeRequest, response: NodeResponse, options: GrpcWebSubscribeOptions) {
    this.#request = request;
    this.#response = response;
    this.#options = options;
    this.#uncount = options.countStream();
    this.#sentAtMs = options.clock.now();
    this.#session = new SubscribeSession({
      ...options,
      onNews: () => this.#planFlush(),
      onEnd: (reason) => this.#finish(reason),
    });
    response.once('close', () => this.#over());
    response.on('error', () => {});
    response.on('drain', () => {
      this.#isFull = false;
      this.#flush();
    });
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const request = this.#request;
    try {
      const message = fromBinary(SubscribeRequestSchema, await readMessage(request, this.#options.clock));
      await this.#session.open(message, () => this.#options.callerOf(request));
      this.#armHeartbeat(this.#options.timing.heartbeatIntervalMs);
    } catch (caught) {
      this.#finish(toSdkError(caught));
    }
  }

  onTurnEnd(): void {
    this.#isFlushPlanned = false;
    this.#flush();
  }

  #planFlush(): void {
    if (this.#isFlushPlanned || this.#isFull || this.#isOver) return;
    this.#isFlushPlanned = true;
    atEndOfTurn(this);
  }

  #flush(): void {
    while (!this.#isOver && !this.#isFull) {
      const frames = this.#take();
      if (frames.length === 0) return;
      this.#write(frames);
    }
  }

  #take(): Buffer[] {
    const frames: Buffer[] = [];
    for (let sizeBytes = 0; sizeBytes < MAX_WRITE_BYTES; ) {
      const message = this.#session.take();
      if (!message) break;
      const frame = frameOf(message);
      frames.push(frame);
      sizeBytes += frame.length;
    }
    return frames;
  }

  #write(frames: Buffer[]): void {
    const [only] = frames;
    this.#begin();
    this.#sentAtMs = this.#options.clock.now();
    this.#isFull = !this.#response.write(only && frames.length === 1 ? only : Buffer.concat(frames));
  }

  #begin(): void {
    if (this.#response.headersSent) return;
    this.#response.statusCode = 200;
    this.#response.setHeader('content-type', GRPC_WEB);
  }

  /** One timer that looks how long the silence has been, instead of a new one for each message. */
  #armHeartbeat(afterMs: number): void {
    if (this.#isOver) return;
    const { clock, timing } = this.#options;
    this.#stopHeartbeat = clock.after(afterMs, () => {
      const restMs = this.#sentAtMs + timing.heartbeatIntervalMs - clock.now();
      if (restMs <= 0 && !this.#isFull) this.#write([frameOf(heartbeat())]);
      this.#armHeartbeat(restMs > 0 ? restMs : timing.heartbeatIntervalMs);
    });
  }

  /** Ends the call after what still waits. */
  #finish(error: SdkError | undefined): void {
    if (this.#isOver) return;
    const rest = this.#take();
    this.#over();
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return;
    this.#begin();
    response.end(Buffer.concat([...rest, trailersFrame(statusFields(error))]));
    const stopTimer = this.#options.clock.after(LINGER_MS, () => response.destroy());
    response.once('close', stopTimer);
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopHeartbeat();
    this.#session.close();
    this.#uncount();
  }
}

function frameOf(message: SubscribeResponse): Buffer {
  return messageFrame(toBinary(SubscribeResponseSchema, message));
}
