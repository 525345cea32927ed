import { DEFAULT_ROOM, MAX_CANDIDATE_BYTES, MAX_METADATA_BYTES, MAX_SDP_BYTES } from '@remotemedia/protocol';
import { MAX_MLINE_INDEX } from '../../hub/hub-limits.ts';
import { STATE_NAMES } from '../params/presence.ts';
import { countSchema, type JsonSchema, listSchema, named, objectSchema, textSchema } from './json-schema.ts';

const NAME_PATTERN = '^(?!\\.\\.?$)[A-Za-z0-9_.:@-]{1,64}$';
const CAPABILITY = { enum: ['audio', 'video', 'data'] };
const FLAGS = objectSchema({
  'audio?': { type: 'boolean' },
  'video?': { type: 'boolean' },
  'data?': { type: 'boolean' },
});
const CANDIDATE_LINE = textSchema({
  maxLength: MAX_CANDIDATE_BYTES,
  description: 'A candidate line, or an RTCIceCandidateInit as JSON text; empty at the end of candidates.',
});

/** Schemas that more than one method or notification uses, by name. */
export const SHARED_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  PeerId: textSchema({ pattern: NAME_PATTERN, description: 'Names a peer; unique in its room.' }),
  RoomName: textSchema({ pattern: NAME_PATTERN, description: 'Names a room.', default: DEFAULT_ROOM }),
  Sdp: textSchema({
    maxLength: MAX_SDP_BYTES,
    pattern: '^v=0',
    description: `A session description (RFC 8866) of ${MAX_SDP_BYTES} bytes at the most.`,
  }),
  Candidate: {
    description: 'A way to reach a peer; an empty line, or null, is the end of candidates.',
    oneOf: [
      CANDIDATE_LINE,
      { type: 'null' },
      objectSchema({ candidate: CANDIDATE_LINE, 'sdpMid?': named('SdpMid'), 'sdpMLineIndex?': named('SdpMLineIndex') }),
    ],
  },
  SdpMid: { type: ['string', 'null'], description: 'Names the m-line; null or empty where unknown.' },
  SdpMLineIndex: {
    type: ['integer', 'null'],
    minimum: 0,
    maximum: MAX_MLINE_INDEX,
    description: 'Index of the m-line.',
  },
  Capabilities: {
    description: 'What a peer can do: names for callers of peer.* methods, booleans for callers of the bare ones.',
    oneOf: [listSchema(CAPABILITY), FLAGS],
  },
  AnyCapabilities: {
    description: 'What the peer can do: a list of names or an object of booleans. Unknown names are left out.',
    oneOf: [listSchema(textSchema()), { type: 'object' }, { type: 'null' }],
  },
  UserData: {
    type: ['object', 'null'],
    description: `What the peer says of itself, ${MAX_METADATA_BYTES} bytes at the most; \`room\` names its room.`,
  },
  Metadata: {
    type: 'object',
    additionalProperties: textSchema(),
    description: 'What the peer said of itself.',
  },
  PeerState: { enum: [...STATE_NAMES], description: 'Whether the peer can be called.' },
  Peer: objectSchema({
    peer_id: named('PeerId'),
    capabilities: named('Capabilities'),
    metadata: named('Metadata'),
    state: named('PeerState'),
    connected_at: countSchema({ description: 'When it came, in seconds since 1970.' }),
  }),
  IceServers: {
    ...listSchema(
      objectSchema({ urls: listSchema(textSchema()), 'username?': textSchema(), 'credential?': textSchema() }),
    ),
    description: 'STUN and TURN servers, as RTCConfiguration.iceServers takes them.',
  },
  ErrorData: objectSchema({
    reason: textSchema({ description: 'The message again.' }),
    code: textSchema({ description: 'Name of the error in the vocabulary of all protocols, such as not-found.' }),
    'retry_after_ms?': countSchema({ description: 'When the same call may do better.' }),
  }),
};
