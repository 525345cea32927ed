import type { News } from '../news.ts';

/** The parameters of a `peer.*` notification. */
export interface NotificationParams {
  /** Who sends it. */
  readonly from?: string;
  /** Whom it is about. */
  readonly peer_id?: string;
  /** Of an offer or answer. */
  readonly sdp?: string;
  /** Of a candidate. */
  readonly candidate?: string;
}

/** The news that each notification of the `peer.*` dialect brings. */
export const KINDS: Readonly<Record<string, News['kind']>> = {
  'peer.joined': 'joined',
  'peer.left': 'left',
  'peer.offer': 'offer',
  'peer.answer': 'answer',
  'peer.ice_candidate': 'candidate',
  'peer.disconnected': 'disconnected',
};

/** The news in a notification. */
export function newsOf(kind: News['kind'], { from, peer_id, sdp, candidate }: NotificationParams): News {
  const text = sdp ?? candidate;
  return { kind, peer: from ?? peer_id ?? '', ...(text === undefined ? {} : { text }) };
}
