import { SdkError } from '@remotemedia/base';
import { DEFAULT_ROOM } from '@remotemedia/protocol';
import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import { type Awaitable, andThen } from '../../hub/awaitable.ts';
import { PEER_DIALECT } from '../dialects/peer-dialect.ts';
import { peerJson } from '../dialects/peer-json.ts';
import { INVALID_PARAMS, NOT_ALLOWED, PEER_NOT_FOUND } from '../dialects/rpc-error.ts';
import { countSchema, listSchema, named, objectSchema } from '../openrpc/json-schema.ts';
import { optionalText, type Params } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';
import { callerOf } from './caller.ts';
import type { Method } from './method.ts';

/** `peer.list`: who is there. */
export const LIST_PEERS: Method = {
  run: list,
  invalidNumber: INVALID_PARAMS,
  isReadOnly: true,
  doc: {
    summary: 'Tells who is in your room, you included; before you announce, who is in another.',
    params: [{ name: 'room', summary: 'The room, before you announce.', required: false, schema: named('RoomName') }],
    result: objectSchema({ peers: listSchema(named('Peer')), count: countSchema() }),
    errors: [INVALID_PARAMS, PEER_NOT_FOUND, NOT_ALLOWED],
    example: {
      isAnnounced: false,
      params: {},
      result: {
        peers: [
          { peer_id: 'bob', capabilities: ['data'], metadata: {}, state: 'available', connected_at: 1_700_000_000 },
        ],
        count: 1,
      },
    },
  },
};

function list(params: Params, state: SessionState): Awaitable<object> {
  const { stay, dialect = PEER_DIALECT } = state;
  const peers = stay && !stay.isOver ? stay.room.peers() : listFromOutside(params, state);
  return andThen(peers, (found) => ({ peers: found.map((peer) => peerJson(peer, dialect)), count: found.length }));
}

async function listFromOutside(params: Params, state: SessionState): Promise<PeerInfo[]> {
  const room = optionalText(params, 'room') || DEFAULT_ROOM;
  const { grant } = await callerOf(params, state);
  if (grant.rooms && !grant.rooms.includes(room)) {
    throw new SdkError('permission-denied', `your token is not for the room ${JSON.stringify(room.slice(0, 80))}`);
  }
  return state.surroundings.hub.peersOf(room);
}
