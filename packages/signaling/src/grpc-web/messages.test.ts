import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { SdkError } from '@remotemedia/base';
import {
  PeerState,
  SendRequestSchema,
  SendResponseSchema,
  SubscribeRequestSchema,
  SubscribeResponseSchema,
  WebRtcSignalingWeb,
} from '@remotemedia/protocol/webrtc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPeerId } from '../peer-info.ts';
import type { WireRequest } from '../wire/wire.ts';
import { sendRequest, subscribeRequest } from './requests.ts';
import { streamMessage, tokenExpiry, wireResults } from './responses.ts';

const ADA = toPeerId('ada');
const BOB = toPeerId('bob');

function written(request: WireRequest) {
  const bytes = sendRequest({ sessionToken: 't', firstSeq: 7n, requests: [request], ackedSeq: 3n });
  const { sessionToken, firstSeq, requests, ackedSeq } = fromBinary(SendRequestSchema, bytes);
  expect({ sessionToken, firstSeq, ackedSeq, ids: requests.map(({ requestId }) => requestId) }).toEqual({
    sessionToken: 't',
    firstSeq: 7n,
    ackedSeq: 3n,
    ids: ['7'],
  });
  const { case: kind, value } = requests[0]?.request ?? {};
  const { $typeName, ...fields } = value ?? { $typeName: undefined };
  return { kind, ...fields };
}

const read = (init: MessageInitShape<typeof SubscribeResponseSchema>) =>
  streamMessage(toBinary(SubscribeResponseSchema, create(SubscribeResponseSchema, init)));

const notified = (notification: Record<string, unknown>, seq = 5n) =>
  read({ seq, event: { case: 'notification', value: { notification } as never } });

describe('gRPC-Web messages, against the generated code', () => {
  it('have the names that the wire uses', () => {
    expect(WebRtcSignalingWeb.typeName).toBe('remotemedia.v1.webrtc.WebRtcSignalingWeb');
    expect(Object.values(WebRtcSignalingWeb.method).map(({ name }) => name)).toEqual(['Subscribe', 'Send']);
  });

  it('announce', () => {
    const capabilities = { audio: true, video: false, data: true };
    const request = { room: 'r', peerId: ADA, displayName: 'Ada Ü', capabilities, metadata: { team: 'x' } };
    const bytes = subscribeRequest({ type: 'announce', request }, 'v=0');
    expect(fromBinary(SubscribeRequestSchema, bytes)).toEqual(
      create(SubscribeRequestSchema, {
        intent: {
          case: 'announce',
          value: { peerId: 'ada', capabilities, metadata: { room: 'r', display_name: 'Ada Ü', team: 'x' } },
        },
        firstOfferSdp: 'v=0',
      }),
    );
  });

  it('resume, with any number', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        (sessionToken, lastSeq) => {
          expect(
            fromBinary(SubscribeRequestSchema, subscribeRequest({ type: 'resume', sessionToken, lastSeq }, '')),
          ).toEqual(create(SubscribeRequestSchema, { intent: { case: 'resume', value: { sessionToken, lastSeq } } }));
        },
      ),
    );
  });

  it('requests of every kind', () => {
    const signal = (body: (WireRequest & { type: 'signal' })['signal']) =>
      written({ type: 'signal', to: BOB, signal: body });
    expect(signal({ type: 'offer', sdp: 'o' })).toEqual({ kind: 'offer', toPeerId: 'bob', sdp: 'o', type: 'offer' });
    expect(signal({ type: 'answer', sdp: 'a' })).toEqual({ kind: 'answer', toPeerId: 'bob', sdp: 'a', type: 'answer' });
    expect(signal({ type: 'candidate', candidate: 'c', sdpMid: '1', sdpMLineIndex: 300 })).toEqual({
      kind: 'iceCandidate',
      toPeerId: 'bob',
      candidate: 'c',
      sdpMid: '1',
      sdpMlineIndex: 300,
    });
    expect(signal({ type: 'candidate', candidate: '', sdpMid: null, sdpMLineIndex: null })).toMatchObject({
      candidate: '',
      sdpMid: '',
      sdpMlineIndex: 0,
    });
    expect(written({ type: 'dismiss', peerId: BOB })).toEqual({ kind: 'disconnect', peerId: 'bob' });
    expect(written({ type: 'leave', peerId: ADA })).toEqual({ kind: 'disconnect', peerId: 'ada' });
    expect(written({ type: 'update', presence: 'away', metadata: { a: 'ü', b: '' } })).toEqual({
      kind: 'update',
      state: PeerState.AWAY,
      metadata: { a: 'ü', b: '' },
    });
    expect(written({ type: 'update', presence: undefined, metadata: {} })).toMatchObject({ state: 0 });
    expect(written({ type: 'listPeers' })).toEqual({ kind: 'listPeers' });
  });

  it('ready, with everyone who is there', () => {
    const peers = [
      {
        peerId: 'ada',
        capabilities: { audio: true },
        metadata: { display_name: 'Ada', x: 'ü' },
        connectedAt: 1n,
        state: PeerState.BUSY,
      },
      { peerId: 'bob' },
    ];
    const urls = ['turn:a', 'turns:b'];
    const servers = [{ urls, username: 'u', credential: 'c' }, { urls: ['stun:c'] }];
    const iceServers = { servers, expiresInMs: 60_000 };
    const times = { heartbeatIntervalMs: 2_000, resumeGraceMs: 5_000, tokenExpiresInMs: 9_000 };
    const value = { sessionToken: 't', resumed: true, peers, iceServers, ...times };
    expect(read({ seq: 1n, event: { case: 'ready', value: { ...value, offeredPeerId: 'ada' } } })).toEqual({
      type: 'ready',
      sessionToken: 't',
      offered: 'ada',
      ...times,
      ice: { iceServers: servers, expiresInMs: 60_000 },
      peers: [
        {
          id: 'ada',
          displayName: 'Ada',
          capabilities: { audio: true, video: false, data: false },
          metadata: { display_name: 'Ada', x: 'ü' },
          presence: 'busy',
        },
        {
          id: 'bob',
          displayName: 'bob',
          capabilities: { audio: false, video: false, data: false },
          metadata: {},
          presence: 'available',
        },
      ],
    });
  });

  it('notifications of every kind', () => {
    const event = (body: object) => ({ type: 'event', seq: 5n, event: body });
    const info = { id: 'bob', displayName: 'Bob', capabilities: { audio: false, video: true, data: false } };
    const joined = { peerId: 'bob', capabilities: { video: true }, metadata: { display_name: 'Bob' } };
    expect(notified({ case: 'peerJoined', value: joined })).toEqual(
      event({ type: 'peerJoined', peer: { ...info, metadata: { display_name: 'Bob' }, presence: 'available' } }),
    );
    expect(notified({ case: 'peerUpdated', value: { peer: { ...joined, state: PeerState.AWAY } } })).toEqual(
      event({ type: 'peerUpdated', peer: { ...info, metadata: { display_name: 'Bob' }, presence: 'away' } }),
    );
    expect(notified({ case: 'peerLeft', value: { peerId: 'bob' } })).toEqual(
      event({ type: 'peerLeft', peerId: 'bob' }),
    );
    expect(notified({ case: 'peerDisconnected', value: { peerId: 'bob' } })).toEqual(
      event({ type: 'dismissed', peerId: 'bob' }),
    );
    const from = (signal: object) => event({ type: 'signal', signal: { from: 'bob', signal } });
    const offer = { fromPeerId: 'bob', offerId: 'id', sdp: 'o', type: 'offer' };
    expect(notified({ case: 'offer', value: offer })).toEqual(from({ type: 'offer', sdp: 'o' }));
    const answer = { fromPeerId: 'bob', sdp: 'a', type: 'answer' };
    expect(notified({ case: 'answer', value: answer })).toEqual(from({ type: 'answer', sdp: 'a' }));
    const ice = { fromPeerId: 'bob', candidate: 'c', sdpMid: '', sdpMlineIndex: 2 };
    expect(notified({ case: 'iceCandidate', value: ice })).toEqual(
      from({ type: 'candidate', candidate: 'c', sdpMid: null, sdpMLineIndex: 2 }),
    );
  });

  it('STUN and TURN servers', () => {
    const value = { servers: [{ urls: ['stun:a'] }], expiresInMs: 5 };
    expect(read({ event: { case: 'iceServers', value } })).toEqual({
      type: 'iceServers',
      ice: { iceServers: [{ urls: ['stun:a'] }], expiresInMs: 5 },
    });
  });

  it('how long a token is good for', () => {
    expect(tokenExpiry(toBinary(SendResponseSchema, create(SendResponseSchema, { tokenExpiresInMs: 70 })))).toBe(70);
    expect(tokenExpiry(new Uint8Array())).toBe(0);
  });

  it('heartbeats, and what a newer server may say', () => {
    expect(read({ event: { case: 'heartbeat', value: {} } })).toEqual({ type: 'heartbeat' });
    expect(read({ seq: 9n })).toEqual({ type: 'other', seq: 9n });
    expect(notified({ case: undefined })).toEqual({ type: 'other', seq: 5n });
  });

  it('results of every kind', () => {
    const responses = [
      { response: { case: 'ack', value: { message: 'done' } } },
      { response: { case: 'peerList', value: { peers: [{ peerId: 'ada', metadata: { a: 'b' } }], count: 1 } } },
      { response: { case: 'error', value: { code: 5, message: 'Peer not found: x' } } },
      { response: { case: 'error', value: { code: 8, message: 'slower', retryAfterMs: 250 } } },
    ] satisfies MessageInitShape<typeof SendResponseSchema>['responses'];
    const message = create(SendResponseSchema, { responses });
    expect(wireResults(toBinary(SendResponseSchema, message))).toEqual([
      { ok: true },
      { ok: true, peers: [expect.objectContaining({ id: 'ada', metadata: { a: 'b' } })] },
      { ok: false, error: expect.objectContaining({ code: 'not-found', detail: 'Peer not found: x' }) },
      { ok: false, error: expect.objectContaining({ code: 'resource-exhausted', retryAfterMs: 250 }) },
    ]);
  });

  it('numbers and texts of every size', () => {
    const largest = 2n ** 64n - 1n;
    const sizes = [fc.bigInt({ min: 0n, max: largest }), fc.string({ unit: 'binary', maxLength: 300 })] as const;
    fc.assert(
      fc.property(...sizes, (seq, sessionToken) => {
        const bytes = sendRequest({ sessionToken, firstSeq: seq, requests: [], ackedSeq: largest - seq });
        expect(fromBinary(SendRequestSchema, bytes)).toMatchObject({
          sessionToken,
          firstSeq: seq,
          ackedSeq: largest - seq,
        });
        expect(read({ seq })).toEqual({ type: 'other', seq });
        const value = { peerId: sessionToken };
        expect(notified({ case: 'peerLeft', value }, seq)).toMatchObject({ seq, event: value });
      }),
      { numRuns: 30 },
    );
  });

  it('pass over fields that this version does not know, whatever their form', () => {
    const known = toBinary(SendResponseSchema, create(SendResponseSchema, { tokenExpiresInMs: 70 }));
    const writer = new BinaryWriter();
    writer.tag(50, WireType.Varint).uint64(2n ** 63n);
    writer.tag(51, WireType.Bit64).double(1.5);
    writer.tag(52, WireType.Bit32).float(1.5);
    writer.tag(53, WireType.LengthDelimited).string('x'.repeat(300));
    // Of another type than expected.
    writer.tag(2, WireType.LengthDelimited).string('x');
    const unknown = writer.finish();
    expect(tokenExpiry(Uint8Array.from([...unknown, ...known, ...unknown]))).toBe(70);
    for (const cut of [1, 5, unknown.length - 1]) {
      expect(() => tokenExpiry(unknown.subarray(0, cut))).toThrow(expect.objectContaining({ code: 'data-loss' }));
    }
  });

  it('throw nothing but a typed error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const readAny of [streamMessage, wireResults, tokenExpiry]) {
          try {
            readAny(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(SdkError);
            expect(error).toMatchObject({ code: 'data-loss' });
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
