import type { MessageInitShape } from '@bufbuild/protobuf';
import { ManualClock } from '@remotemedia/base';
import type { SignalingRequestSchema } from '@remotemedia/protocol/webrtc';
import { afterEach, expect } from 'vitest';
import { type RemoteMediaServer, type ServerOptions, startServer } from '../index.ts';
import { GrpcStream } from './grpc-stream.ts';
import { CANDIDATE } from './test-peer.ts';

/** A server for each test, and calls of `Signal` to it. */
export interface SignalServer {
  /** The server of this test. */
  readonly server: RemoteMediaServer;
  /** Starts it; without rates. @returns its time */
  start(options?: ServerOptions): Promise<ManualClock>;
  /** Opens a call. @param fields more of its header */
  open(fields?: Record<string, string>): GrpcStream;
  /** A peer that is in. */
  enter(peerId: string): Promise<GrpcStream>;
}

/** Has each test of a file end its calls and its server, and nothing left behind. */
export function useSignalServer(): SignalServer {
  let server: RemoteMediaServer | undefined;
  const streams: GrpcStream[] = [];
  const running = (): RemoteMediaServer => {
    if (!server) throw new Error('the server was not started');
    return server;
  };
  const open = (fields: Record<string, string> = {}): GrpcStream => {
    const stream = new GrpcStream(running().url, fields);
    streams.push(stream);
    return stream;
  };
  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.destroy();
    await running().close();
    expect(Object.entries(running().stats()).filter(([, count]) => count > 0)).toEqual([]);
  });
  return {
    get server() {
      return running();
    },
    start: async (options = {}) => {
      const clock = new ManualClock();
      server = await startServer({ port: 0, clock, rates: false, ...options });
      return clock;
    },
    open,
    enter: async (peerId) => {
      const peer = open();
      peer.announce(peerId);
      await expect.poll(() => peer.heard.at(-1)).toBe('announce ack');
      return peer;
    },
  };
}

/** A request that has a candidate passed on. */
export function candidateTo(
  toPeerId: string,
  requestId: string,
  candidate: string = CANDIDATE,
): MessageInitShape<typeof SignalingRequestSchema> {
  return { requestId, request: { case: 'iceCandidate', value: { toPeerId, candidate, sdpMid: '0' } } };
}
