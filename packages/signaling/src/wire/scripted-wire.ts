import { AsyncQueue, ManualClock, type ReconnectionPolicy, SdkError } from '@remotemedia/base';
import { type PeerCapabilities, type PeerId, toPeerId } from '../peer-info.ts';
import type { DescriptionSignal, JoinResult } from '../signaling-channel.ts';
import { NoAnswer } from './no-answer.ts';
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
  /** Whether tries to reach the server come through. @default true */
  isReachable: boolean;
  /** Tries to reach the server. */
  tries: number;
  /** Signs of life that were asked for. */
  pings: number;
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
export function scriptedWire({
  answersGoodbye = true,
  tokenLifeMs = 0,
  isPinged = true,
}: JoinedOptions = {}): ScriptedWire {
  const acks: bigint[] = [];
  const renewals: string[] = [];
  const streams: ScriptedStream[] = [];
  const batches: ScriptedBatch[] = [];
  const wire: Wire = {
    reach: async () => {
      script.tries += 1;
      if (!script.isReachable) throw new NoAnswer('unavailable', 'no way there');
    },
    ping: () => {
      script.pings += 1;
      return isPinged;
    },
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
  const script = { wire, isReachable: true, tries: 0, pings: 0 };
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
  return Object.assign(script, { streams, batches, stream, sent, acks, renewals });
}

/** How a test's channel is made. */
export interface JoinedOptions {
  /** Whether a goodbye is answered. @default true */
  answersGoodbye?: boolean;
  /** Whether signs of life have to be asked for. @default true */
  isPinged?: boolean;
  /** How long its tokens are good for, in milliseconds; 0 for ever. @default 0 */
  tokenLifeMs?: number;
  /** Gives its tokens. */
  getToken?: () => string | Promise<string>;
  /** What it does after errors that the server answered with. */
  policy?: ReconnectionPolicy;
}

/** A channel that is in its room. */
export async function joinedChannel(options: JoinedOptions = {}): Promise<JoinedChannel> {
  const clock = new ManualClock();
  const script = scriptedWire(options);
  const channel = new WireChannel(script.wire, { clock, getToken: options.getToken, policy: options.policy });
  const states: string[] = [];
  channel.on('stateChange', ({ kind }) => states.push(kind));
  const join = channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES });
  await clock.advance(0);
  script.stream(0).queue.push({ ...READY, tokenExpiresInMs: options.tokenLifeMs ?? 0 });
  await join;
  return Object.assign(script, { clock, channel, states });
}

/** An offer. */
export const offer = (sdp: string): DescriptionSignal => ({ type: 'offer', sdp });

/** What a stream ends with that breaks. */
export const BROKEN: SdkError = new NoAnswer('unavailable', 'connection reset');
/** What a server says that does not know the stay. */
export const UNKNOWN: SdkError = new SdkError('unauthenticated', 'no stay has this session token');

/** A channel that has to enter anew. */
export interface ForgottenChannel extends JoinedChannel {
  /** What it found when it did. */
  readonly rejoined: JoinResult[];
}

/** A channel whose first stream broke and whose server knows it no more; the second try to enter is under way. */
export async function forgottenChannel(options: JoinedOptions = {}): Promise<ForgottenChannel> {
  const script = await joinedChannel(options);
  const rejoined: JoinResult[] = [];
  script.channel.on('rejoined', (result) => rejoined.push(result));
  script.stream(0).queue.end(BROKEN);
  await script.clock.advance(200);
  script.stream(1).queue.end(UNKNOWN);
  await script.clock.advance(0);
  return Object.assign(script, { rejoined });
}
