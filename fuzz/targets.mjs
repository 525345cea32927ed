import { candidate } from './targets/candidate.mjs';
import { credentials, firstBytes, workerPayloads } from './targets/connection.mjs';
import { grpcWebFrames, grpcWebMessages } from './targets/grpc-web.mjs';
import { jsonRpc } from './targets/json-rpc.mjs';
import { jsonRpcClient } from './targets/json-rpc-client.mjs';
import { manifest } from './targets/manifest.mjs';
import { runtimeData } from './targets/runtime-data.mjs';
import { sdp } from './targets/sdp.mjs';
import { sdpJudges } from './targets/sdp-judges.mjs';
import { stun } from './targets/stun.mjs';

/**
 * All parsers that meet what others wrote. A new one gets a file in `targets/` and a place here.
 *
 * @type {readonly import('./lib/trial.mjs').Target[]}
 */
export const TARGETS = [
  sdp,
  sdpJudges,
  candidate,
  stun,
  jsonRpc,
  jsonRpcClient,
  grpcWebMessages,
  grpcWebFrames,
  firstBytes,
  credentials,
  workerPayloads,
  manifest,
  runtimeData,
];
