import type { Grant } from '../../access/grant.ts';
import { countSchema, type JsonSchema, named } from '../openrpc/json-schema.ts';
import type { SessionState } from '../session-state.ts';

/** The schemas of what {@link stayTerms} gives. */
export const STAY_TERMS_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  'heartbeat_interval_ms?': countSchema({ description: 'Call ping this often: it tells whether the socket lives.' }),
  'resume_grace_ms?': countSchema({ description: 'How long a broken stay can be resumed.' }),
  'token_expires_in_ms?': countSchema({ description: 'When the token runs out; 0 for never.' }),
};

/** The schemas of what {@link iceServersOf} gives. */
export const ICE_SERVERS_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  'ice_servers?': named('IceServers'),
  'ice_servers_expire_in_ms?': countSchema({ description: 'When their credentials run out; 0 for never.' }),
};

/** What a client that can resume is told of times. */
export function stayTerms({ surroundings, stay }: SessionState): object {
  const { heartbeatIntervalMs, resumeGraceMs } = surroundings.timing;
  return {
    heartbeat_interval_ms: heartbeatIntervalMs,
    resume_grace_ms: resumeGraceMs,
    token_expires_in_ms: stay ? expiresInMs(stay.grant) : 0,
  };
}

/** The STUN and TURN servers of the peer; nothing where there are none. */
export function iceServersOf({ surroundings, stay }: SessionState): object {
  const offer = stay && surroundings.iceServersFor(stay);
  if (!offer || offer.iceServers.length === 0) return {};
  return { ice_servers: offer.iceServers, ice_servers_expire_in_ms: offer.expiresInMs };
}

/** When a grant runs out, in milliseconds from now; 0 for never. */
export function expiresInMs({ expiresAtMs }: Grant): number {
  // 0 has a meaning, so what ran out this very moment has a moment left.
  return expiresAtMs === undefined ? 0 : Math.max(1, Math.ceil(expiresAtMs - Date.now()));
}
