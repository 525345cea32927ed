import { ManualClock } from '../../packages/base/src/index.ts';
import { ANYONE } from '../../packages/server/src/access/grant.ts';
import { Hub } from '../../packages/server/src/hub/hub.ts';
import { replyTo } from '../../packages/server/src/json-rpc/calls/reply.ts';
import { jsonMutant } from '../lib/structured.mjs';
import { GOOD_SDP } from './good-sdp.mjs';

/** Frames that one hub sees, so that what one leaves behind meets the next. */
const FRAMES_PER_HUB = 400;
const INTERNAL_ERROR = -32_603;

/** @param {string} method @param {unknown} params @param {unknown} [id] */
function frame(method, params, id = 1) {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

const CANDIDATE = 'candidate:1 1 udp 1 192.0.2.1 9 typ host';
const SEEDS = [
  frame('peer.announce', {
    peer_id: 'a',
    capabilities: ['audio', 'data'],
    user_data: { room: 'r', display_name: 'A' },
  }),
  frame('peer.announce', { peer_id: 'b', capabilities: { audio: true }, resumable: true, first_offer_sdp: GOOD_SDP }),
  frame('announce', { peer_id: 'c', capabilities: null, metadata: { room: 'r' } }, 'x'),
  frame('peer.offer', { from: 'a', to: 'b', sdp: GOOD_SDP, seq: 1 }),
  frame('peer.answer', { from: 'b', to: 'a', sdp: GOOD_SDP }),
  frame('peer.ice_candidate', { to: 'neighbour', candidate: CANDIDATE, sdp_mid: '0', sdp_m_line_index: 0 }),
  frame('ice_candidate', { to: 'neighbour', candidate: { candidate: CANDIDATE, sdpMid: null, sdpMLineIndex: 1 } }),
  frame('peer.ice_candidate', { to: 'neighbour', candidate: JSON.stringify({ candidate: CANDIDATE, sdpMid: '1' }) }),
  frame('peer.resume', { session_token: 'YWJj.YWJj', last_seq: 3 }),
  frame('peer.disconnect', { peer_id: 'b', reason: 'bye' }),
  frame('peer.update', { state: 'busy', user_data: { display_name: 'B' } }),
  frame('peer.authenticate', { token: 'secret' }),
  frame('peer.ack', { seq: 2 }),
  frame('peer.list', undefined, null),
  frame('server.info', {}),
  frame('rpc.discover', []),
  '{"method":"ping","id":2}',
  `[${frame('ping', {})},${frame('peer.list', {}, 2)},{"method":"ping"}]`,
];
const WORDS = [
  ...[
    '"jsonrpc":"2.0",',
    '"id":',
    '"method":',
    '"params":',
    '"peer_id":',
    '"to":"neighbour"',
    '"seq":',
    'null',
    'true',
    '1e400',
  ],
  ...['{"":{}}', '[[]]', '"__proto__":', '"toString"', '"\\ud83d"', '-0', '0.5', '9007199254740993'],
];

const VALUES = SEEDS.map((seed) => JSON.parse(seed));

let frames = 0;
/** @type {any} */
let state;

/** A hub with a neighbour in it who reads what comes. */
async function freshState() {
  const clock = new ManualClock();
  const hub = new Hub({
    clock,
    maxPeersPerRoom: 8,
    maxRooms: 8,
    maxStaysPerAddress: 16,
    resumeGraceMs: 5_000,
    log: () => {},
  });
  const neighbour = newState(hub, clock);
  await replyTo(frame('peer.announce', { peer_id: 'neighbour', user_data: { room: 'r' } }), neighbour);
  return newState(hub, clock);
}

function newState(hub, clock) {
  const fresh = {
    surroundings: {
      hub,
      clock,
      timing: { heartbeatIntervalMs: 1_000, resumeGraceMs: 5_000 },
      authenticate: () => ANYONE,
      iceServersFor: () => ({ iceServers: [], expiresInMs: 0 }),
    },
    address: '192.0.2.1',
    outlet: {
      wake() {
        while (fresh.stay?.take(fresh.outlet));
      },
      end() {},
    },
    dialect: undefined,
    grant: undefined,
    stay: undefined,
  };
  return fresh;
}

/**
 * Every frame gets the reply that is due, or none; the server never finds a fault of its own.
 *
 * @type {import('../lib/trial.mjs').Target<string>}
 */
export const jsonRpc = {
  name: 'json-rpc',
  kind: 'text',
  seeds: SEEDS,
  words: WORDS,
  build: (random) => jsonMutant(VALUES, random),
  run: async (text) => {
    if (frames % FRAMES_PER_HUB === 0) state = await freshState();
    frames += 1;
    const reply = await replyTo(text, state);
    if (reply === undefined) return;
    const replies = [JSON.parse(reply)].flat();
    for (const { jsonrpc, error } of replies) {
      if (jsonrpc !== '2.0') throw new Error(`no reply: ${reply.slice(0, 200)}`);
      if (error?.code === INTERNAL_ERROR) throw new Error(`a fault of the server: ${reply.slice(0, 400)}`);
    }
  },
};
