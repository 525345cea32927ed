import { AsyncQueue, ManualClock, type SdkError } from '@remotemedia/base';
import { type PeerCapabilities, type PeerId, toPeerId } from '../peer-info.ts';
import type { DescriptionSignal } from '../signaling-channel.ts';
import type { StreamIntent, StreamMessage, StreamReady, Wire, WireBatch, WireResult } from './wire.ts';
import { WireChannel } from './wire-channel.ts';

/** What the test's peers can do. */
export const CAPABILITIES: PeerCapabilities = { audio: true, video: true, data: true };
/** Whom they talk to. */
export const BOB: PeerId = toPeerId('bob');
/** The first message of a stream. */
export const READY: StreamReady = {
  type: 'ready',
  sessionToken: 't',
  peers: [],
  heartbeatIntervalMs: 1_000,
  resumeGraceMs: 5_000,
};

/** A stream that was opened. */
export interface ScriptedStream {
  /** How it was opened. */
  readonly intent: StreamIntent;
  /** The token that was shown. */
  readonly bearer: string | undefined;
  /** What comes down. */
  readonly queue: AsyncQueue<StreamMessage>;
}

/** A batch that was sent. */
export interface ScriptedBatch {
  /** What was sent. */
  readonly batch: WireBatch;
  /** Answers it. */
  readonly settle: (results: WireResult[]) => void;
  /** Loses it. */
  readonly fail: (error: SdkError) => void;
}

/** A wire and what was asked of it. */
export interface ScriptedWire {
  /** The wire. */
  readonly wire: Wire;
  /** Streams, in order. */
  readonly streams: ScriptedStream[];
  /** Batches, in order. */
  readonly batches: ScriptedBatch[];
  /** The stream of that index. */
  readonly stream: (index: number) => ScriptedStream;
  /** The batch of that index. */
  readonly sent: (index: number) => ScriptedBatch;
  /** Numbers that were acknowledged. */
  readonly acks: bigint[];
  /** Tokens that were shown for a stay that goes on. */
  readonly renewals: string[];
}

/** A channel in its room. */
export interface JoinedChannel extends ScriptedWire {
  /** Its time. */
  readonly clock: ManualClock;
  /** The channel. */
  readonly channel: WireChannel;
  /** States that it went through. */
  readonly states: string[];
}

/** A wire whose every move the test makes. */
export function scriptedWire({ answersGoodbye = true, tokenLifeMs = 0 }: JoinedOptions = {}): ScriptedWire {
  const acks: bigint[] = [];
  const renewals: string[] = [];
  const streams: ScriptedStream[] = [];
  const batches: ScriptedBatch[] = [];
  const wire: Wire = {
    async *open(intent, signal, bearer) {
      const queue = new AsyncQueue<StreamMessage>();
      streams.push({ intent, bearer, queue });
      signal.addEventListener('abort', () => queue.end(signal.reason));
      yield* queue;
    },
    send: (batch, signal) =>
      new Promise((resolve, reject) => {
        if (answersGoodbye && batch.requests[0]?.type === 'leave') return resolve([{ ok: true }]);
        batches.push({ batch, settle: resolve, fail: reject });
        signal.addEventListener('abort', () => reject(signal.reason));
        return undefined;
      }),
    renew: async (_token, bearer) => {
      renewals.push(bearer);
      return tokenLifeMs;
    },
    acknowledge: (_token, seq) => void acks.push(seq),
    leaveOnUnload: () => {},
  };
  const stream = (index: number) => {
    const found = streams[index];
    if (!found) throw new Error(`stream ${index} was not opened`);
    return found;
  };
  const sent = (index: number) => {
    const found = batches[index];
    if (!found) throw new Error(`batch ${index} was not sent`);
    return found;
  };
  return { wire, streams, batches, stream, sent, acks, renewals };
}

/** How a test's channel is made. */
export interface JoinedOptions {
  /** Whether a goodbye is answered. @default true */
  answersGoodbye?: boolean;
  /** How long its tokens are good for, in milliseconds; 0 for ever. @default 0 */
  tokenLifeMs?: number;
  /** Gives its tokens. */
  getToken?: () => string | Promise<string>;
}

/** A channel that is in its room. */
export async function joinedChannel(options: JoinedOptions = {}): Promise<JoinedChannel> {
  const clock = new ManualClock();
  const script = scriptedWire(options);
  const backoff = { initialMs: 100, maxMs: 1_000, multiplier: 2 };
  const channel = new WireChannel(script.wire, { clock, backoff, getToken: options.getToken });
  const states: string[] = [];
  channel.on('stateChange', ({ kind }) => states.push(kind));
  const join = channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES });
  await clock.advance(0);
  script.stream(0).queue.push({ ...READY, tokenExpiresInMs: options.tokenLifeMs ?? 0 });
  await join;
  return { clock, channel, states, ...script };
}

/** An offer. */
export const offer = (sdp: string): DescriptionSignal => ({ type: 'offer', sdp });
