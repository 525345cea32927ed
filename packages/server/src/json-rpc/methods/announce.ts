import { PEER_DIALECT } from '../dialects/peer-dialect.ts';
import { peerJson } from '../dialects/peer-json.ts';
import { INVALID_PARAMS, LIMIT_EXCEEDED, NOT_ALLOWED } from '../dialects/rpc-error.ts';
import { countSchema, listSchema, named, objectSchema, textSchema } from '../openrpc/json-schema.ts';
import { toAnnounce } from '../params/announcement.ts';
import { optionalText, type Params } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';
import { callerOf, refuseSecondStay } from './caller.ts';
import type { Method } from './method.ts';
import { ICE_SERVERS_SCHEMAS, iceServersOf, STAY_TERMS_SCHEMAS, stayTerms } from './stay-terms.ts';

/** `peer.announce`: the client enters a room. */
export const ANNOUNCE: Method = {
  run: announce,
  invalidNumber: INVALID_PARAMS,
  isReadOnly: false,
  doc: {
    summary: 'Enters a room and tells everyone in it.',
    description: 'A socket is one peer: after this, call peer.disconnect with your own id before you announce again.',
    params: [
      { name: 'peer_id', summary: 'Your id.', required: true, schema: named('PeerId') },
      { name: 'capabilities', summary: 'What you can do.', required: false, schema: named('AnyCapabilities') },
      { name: 'user_data', summary: 'What others see of you.', required: false, schema: named('UserData') },
      {
        name: 'token',
        summary: 'Bearer token, unless the handshake had it.',
        required: false,
        schema: textSchema(),
      },
      {
        name: 'resumable',
        summary: 'Whether your stay is to outlive a broken socket, and notifications are to have numbers.',
        required: false,
        schema: { type: 'boolean', default: false },
      },
      {
        name: 'first_offer_sdp',
        summary: 'An offer for whoever has been in the room longest.',
        required: false,
        schema: named('Sdp'),
      },
    ],
    result: objectSchema({
      success: { const: true },
      peer_id: named('PeerId'),
      peers_count: countSchema({ description: 'Peers in the room, you included.' }),
      other_peers: listSchema(named('PeerId')),
      ...ICE_SERVERS_SCHEMAS,
      'session_token?': textSchema({ description: 'For peer.resume; only if you asked to be resumable.' }),
      'peers?': listSchema(named('Peer')),
      'offered_peer_id?': named('PeerId'),
      ...STAY_TERMS_SCHEMAS,
    }),
    errors: [INVALID_PARAMS, LIMIT_EXCEEDED, NOT_ALLOWED],
    example: {
      isAnnounced: false,
      params: { peer_id: 'alice', capabilities: ['audio', 'data'], user_data: { display_name: 'Alice' } },
      result: { success: true, peer_id: 'alice', peers_count: 2, other_peers: ['bob'] },
    },
  },
};

async function announce(params: Params, state: SessionState): Promise<object> {
  refuseSecondStay(state);
  const request = toAnnounce(params);
  const resumable = params['resumable'] === true;
  const firstOfferSdp = optionalText(params, 'first_offer_sdp');
  const caller = await callerOf(params, state);
  const { hub } = state.surroundings;
  const { stay, peers, offeredPeerId } = await hub.enter(request, { resumable, caller, firstOfferSdp });
  state.stay = stay;
  stay.attach(state.outlet);
  const others = peers.map(({ peerId }) => peerId);
  const result = { success: true, peer_id: stay.peerId, peers_count: others.length + 1, other_peers: others };
  if (!resumable) return { ...result, ...iceServersOf(state) };
  const { dialect = PEER_DIALECT } = state;
  return {
    ...result,
    ...iceServersOf(state),
    session_token: stay.token,
    peers: peers.map((peer) => peerJson(peer, dialect)),
    offered_peer_id: offeredPeerId,
    ...stayTerms(state),
  };
}
