import { countSchema, type JsonSchema, named, objectSchema, textSchema } from './json-schema.ts';

/** What the server sends without being asked. */
export interface NotificationDoc {
  /** Its method. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Its params. */
  readonly params: JsonSchema;
}

const SEQ = { 'seq?': countSchema({ description: 'Its number, where the stay can be resumed.' }) };
const DIRECTED = { from: named('PeerId'), to: named('PeerId') };
const LINE = textSchema({ description: 'A candidate line; empty at the end of candidates.' });

/** All of them, as callers of `peer.*` methods get them. */
export const NOTIFICATION_DOCS: readonly NotificationDoc[] = [
  doc('peer.joined', 'A peer entered the room.', {
    peer_id: named('PeerId'),
    capabilities: named('Capabilities'),
    metadata: named('Metadata'),
  }),
  doc('peer.left', 'A peer left the room.', { peer_id: named('PeerId') }),
  doc('peer.state_changed', 'A peer changed what is known of it.', {
    peer_id: named('PeerId'),
    state: named('PeerState'),
    capabilities: named('Capabilities'),
    metadata: named('Metadata'),
  }),
  doc('peer.offer', 'A peer offers you a connection.', { ...DIRECTED, sdp: named('Sdp') }),
  doc('peer.answer', 'A peer answers your offer.', { ...DIRECTED, sdp: named('Sdp') }),
  doc('peer.ice_candidate', 'A peer tells you one more way to reach it.', {
    ...DIRECTED,
    candidate: LINE,
    sdp_mid: named('SdpMid'),
    sdp_m_line_index: named('SdpMLineIndex'),
  }),
  doc('peer.disconnected', 'A peer ends or refuses the connection with you.', {
    peer_id: named('PeerId'),
    reason: { type: ['string', 'null'] },
  }),
  doc('server.ice_servers', 'STUN and TURN servers to use from now on.', {
    ice_servers: named('IceServers'),
    expires_in_ms: countSchema({ description: 'When their credentials run out; 0 for never.' }),
  }),
  doc('server.move', 'The server is about to go: resume through another one.', {
    deadline_ms: countSchema({ description: 'When it is gone at the latest, in milliseconds from now.' }),
  }),
];

function doc(name: string, summary: string, members: Readonly<Record<string, JsonSchema>>): NotificationDoc {
  return { name, summary, params: objectSchema({ ...members, ...SEQ }) };
}
