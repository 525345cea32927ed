import { create, toBinary } from '@bufbuild/protobuf';
import { SendResponseSchema, SubscribeResponseSchema } from '../../packages/protocol/src/webrtc.ts';
import { framed, readFrames } from '../../packages/signaling/src/grpc-web/frames.ts';
import { streamMessage, tokenExpiry, wireResults } from '../../packages/signaling/src/grpc-web/responses.ts';
import { trailerError } from '../../packages/signaling/src/grpc-web/status.ts';
import { protobufMutant } from '../lib/structured.mjs';
import { GOOD_SDP } from './good-sdp.mjs';

const PEER = {
  peerId: 'b',
  capabilities: { audio: true, video: false, data: true },
  metadata: { display_name: 'B', room: 'r' },
};

/** @param {import('@bufbuild/protobuf').MessageInitShape<typeof SubscribeResponseSchema>} init */
function streamed(init) {
  return toBinary(SubscribeResponseSchema, create(SubscribeResponseSchema, init));
}

/** @param {any} notification */
function notified(notification) {
  return streamed({ seq: 7n, message: { case: 'notification', value: { notification } } });
}

const MESSAGES = [
  streamed({
    seq: 1n,
    message: { case: 'ready', value: { sessionToken: 'token', peers: [PEER], heartbeatIntervalMs: 1 } },
  }),
  streamed({ message: { case: 'heartbeat', value: {} } }),
  notified({ case: 'peerJoined', value: PEER }),
  notified({ case: 'peerLeft', value: { peerId: 'b' } }),
  notified({ case: 'offerReceived', value: { fromPeerId: 'b', offerId: 'x', sdp: GOOD_SDP } }),
  notified({ case: 'iceCandidateReceived', value: { fromPeerId: 'b', candidate: 'candidate:1', sdpMid: '0' } }),
  toBinary(SendResponseSchema, create(SendResponseSchema, { responses: [{}, {}] })),
];
const TEXTS = ['b', 'token', 'candidate:1', GOOD_SDP].map((text) => new TextEncoder().encode(text));
const WORDS = [[0x0a], [0x12, 5], [0x80, 0x80, 0x01], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x0b], [0x0c]].map(
  (bytes) => Uint8Array.from(bytes),
);

/**
 * The SDK's reading of what a server sent, message by message.
 *
 * @type {import('../lib/trial.mjs').Target<Uint8Array>}
 */
export const grpcWebMessages = {
  name: 'grpc-web-messages',
  kind: 'bytes',
  seeds: MESSAGES,
  words: WORDS,
  build: (random) => protobufMutant(TEXTS, random),
  run: (bytes) => {
    const faults = [streamMessage, wireResults, tokenExpiry].map((read) => faultOf(() => read(bytes)));
    for (const fault of faults) if (fault !== undefined) throw fault;
  },
};

/** The first fault must not keep the other readers from the bytes. */
function faultOf(read) {
  try {
    read();
    return undefined;
  } catch (caught) {
    return caught;
  }
}

const TRAILERS = new TextEncoder().encode('grpc-status: 8\r\ngrpc-message: too%20much\r\n');
const TRAILER_FRAME = framed(TRAILERS);
TRAILER_FRAME[0] = 0x80;
const BODY = new Uint8Array(Buffer.concat([...MESSAGES.map(framed), TRAILER_FRAME]));

/**
 * The frames of a body, which comes in pieces of any size.
 *
 * @type {import('../lib/trial.mjs').Target<Uint8Array>}
 */
export const grpcWebFrames = {
  name: 'grpc-web-frames',
  kind: 'bytes',
  seeds: [BODY, framed(MESSAGES[0]), TRAILER_FRAME],
  words: [
    Uint8Array.of(0, 0, 0, 0, 0),
    Uint8Array.of(0x80, 0, 0, 0, 3),
    Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff),
    TRAILERS,
  ],
  run: async (bytes) => {
    for await (const frame of readFrames(inPieces(bytes))) {
      if (frame.kind === 'trailers') trailerError(frame.text);
      else if (frame.data.length > bytes.length) throw new Error('a frame is longer than the body');
    }
  },
};

/** @param {Uint8Array} bytes the first of them says how long the pieces are */
function inPieces(bytes) {
  const size = 1 + Math.max(bytes.length >> 3, (bytes[0] ?? 0) * 3);
  return new ReadableStream({
    start(controller) {
      for (let start = 0; start < bytes.length; start += size) controller.enqueue(bytes.subarray(start, start + size));
      controller.close();
    },
  });
}
