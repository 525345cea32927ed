import type { News } from '../news.ts';

/** A notification with the names that the `.proto` file has, as grpc-js and Python show it. */
export interface NotificationFields {
  /** A peer entered. */
  readonly peer_joined?: { readonly peer_id: string } | null;
  /** A peer left. */
  readonly peer_left?: { readonly peer_id: string } | null;
  /** A peer offers a connection. */
  readonly offer?: { readonly from_peer_id: string; readonly sdp: string } | null;
  /** A peer answers. */
  readonly answer?: { readonly from_peer_id: string; readonly sdp: string } | null;
  /** A peer can be reached this way, too. */
  readonly ice_candidate?: { readonly from_peer_id: string; readonly candidate: string } | null;
  /** A peer ended the connection. */
  readonly peer_disconnected?: { readonly peer_id: string } | null;
}

/** The news in a notification. */
export function newsOf(fields: NotificationFields): News {
  const { peer_joined, peer_left, offer, answer, ice_candidate, peer_disconnected } = fields;
  if (peer_joined) return { kind: 'joined', peer: peer_joined.peer_id };
  if (peer_left) return { kind: 'left', peer: peer_left.peer_id };
  if (offer) return { kind: 'offer', peer: offer.from_peer_id, text: offer.sdp };
  if (answer) return { kind: 'answer', peer: answer.from_peer_id, text: answer.sdp };
  if (ice_candidate) return { kind: 'candidate', peer: ice_candidate.from_peer_id, text: ice_candidate.candidate };
  if (peer_disconnected) return { kind: 'disconnected', peer: peer_disconnected.peer_id };
  throw new Error('an empty notification');
}
