import { inputFor } from '../lib/trial.mjs';
import { grpcWebFrames, grpcWebMessages } from '../targets/grpc-web.mjs';
import { jsonRpc } from '../targets/json-rpc.mjs';

const SERVICE = '/remotemedia.v1.webrtc.WebRtcSignaling';

/** Methods of the server, and paths that are none. */
export const PATHS = [
  `${SERVICE}Web/Send`,
  `${SERVICE}Web/Send`,
  `${SERVICE}Web/Subscribe`,
  `${SERVICE}/GetPeers`,
  `${SERVICE}/HealthCheck`,
  `${SERVICE}/Signal`,
  `${SERVICE}/Nothing`,
  '/health',
  '/',
];

const TYPES = [
  'application/grpc-web+proto',
  'application/grpc-web+proto',
  'application/grpc-web',
  'application/grpc-web-text',
  'application/proto',
  'application/json',
  'application/connect+proto',
  'application/grpc',
  'text/plain',
];

/** @param {import('../lib/random.mjs').Random} random */
export function oddType(random) {
  return random.pick(TYPES);
}

/**
 * @param {import('../lib/random.mjs').Random} random
 * @returns {Buffer}
 */
export function oddBody(random) {
  switch (random.below(4)) {
    case 0:
      return Buffer.from(inputFor(jsonRpc, random));
    case 1:
      return Buffer.from(inputFor(grpcWebMessages, random));
    case 2:
      return Buffer.from(inputFor(grpcWebFrames, random));
    default:
      return inFrame(Buffer.from(inputFor(grpcWebMessages, random)));
  }
}

/** One gRPC message. */
function inFrame(message) {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
