import {
  isJson,
  peerInfos,
  rpcError,
  streamMessage,
  streamReady,
} from '../../packages/signaling/src/websocket/json-rpc-messages.ts';
import { jsonMutant } from '../lib/structured.mjs';
import { GOOD_SDP } from './good-sdp.mjs';

const PEER = { peer_id: 'b', capabilities: ['audio'], metadata: { display_name: 'B' }, state: 'busy' };
const MESSAGES = [
  { method: 'peer.joined', params: { ...PEER, seq: 1 } },
  { method: 'peer.left', params: { peer_id: 'b', seq: 2 } },
  { method: 'peer.offer', params: { from: 'b', to: 'a', sdp: GOOD_SDP, seq: 3 } },
  { method: 'peer.ice_candidate', params: { from: 'b', candidate: 'candidate:1', sdp_mid: '0', sdp_m_line_index: 0 } },
  {
    method: 'server.ice_servers',
    params: { ice_servers: [{ urls: ['turn:x'], username: 'u', credential: 'c' }], expires_in_ms: 5 },
  },
  { result: { session_token: 't', heartbeat_interval_ms: 1, resume_grace_ms: 2, peers: [PEER], offered_peer_id: 'b' } },
  { error: { code: -32_000, message: 'Peer not found', data: { code: 'not-found', retry_after_ms: 5 } } },
];

/**
 * What a client makes of a server's frames.
 *
 * @type {import('../lib/trial.mjs').Target<string>}
 */
export const jsonRpcClient = {
  name: 'json-rpc-client',
  kind: 'text',
  seeds: MESSAGES.map((message) => JSON.stringify(message)),
  words: [
    'null',
    'true',
    '{}',
    '[]',
    '1e400',
    '-1',
    '"seq":',
    '"params":',
    '"__proto__":',
    '"result":',
    '"error":',
    '"code":',
  ],
  build: (random) => jsonMutant(MESSAGES, random),
  run: (text) => {
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      return;
    }
    if (!isJson(value)) return;
    const { method, params, result, error } = value;
    if (typeof method === 'string') streamMessage(method, isJson(params) ? params : {});
    peerInfos(result);
    if (error !== undefined) rpcError(error);
    streamReady(result, undefined);
  },
};
