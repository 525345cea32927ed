import { INVALID_PARAMS, NOT_ALLOWED } from '../dialects/rpc-error.ts';
import { countSchema, named, objectSchema, textSchema } from '../openrpc/json-schema.ts';
import { optionalCount, type Params, text } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';
import { callerOf, refuseSecondStay } from './caller.ts';
import type { Method } from './method.ts';
import { ICE_SERVERS_SCHEMAS, iceServersOf, STAY_TERMS_SCHEMAS, stayTerms } from './stay-terms.ts';

/** `peer.resume`: the client goes on with a stay whose socket broke. */
export const RESUME: Method = {
  run: resume,
  invalidNumber: INVALID_PARAMS,
  isReadOnly: false,
  doc: {
    summary: 'Goes on with a stay on a new socket; what you missed follows.',
    params: [
      {
        name: 'session_token',
        summary: 'What peer.announce gave you.',
        required: true,
        schema: textSchema(),
      },
      {
        name: 'last_seq',
        summary: 'Number (`seq`) of the last notification that arrived; 0 for none.',
        required: false,
        schema: countSchema({ default: 0 }),
      },
      { name: 'token', summary: 'A newer bearer token.', required: false, schema: textSchema() },
    ],
    result: objectSchema({
      resumed: { const: true },
      peer_id: named('PeerId'),
      ...ICE_SERVERS_SCHEMAS,
      ...STAY_TERMS_SCHEMAS,
    }),
    errors: [INVALID_PARAMS, NOT_ALLOWED],
    example: {
      isAnnounced: false,
      params: { session_token: 'the-token-of-your-stay', last_seq: 0 },
      result: {
        resumed: true,
        peer_id: 'alice',
        heartbeat_interval_ms: 2_000,
        resume_grace_ms: 5_000,
        token_expires_in_ms: 0,
      },
    },
  },
};

async function resume(params: Params, state: SessionState): Promise<object> {
  refuseSecondStay(state);
  const sessionToken = text(params, 'session_token');
  const lastSeq = optionalCount(params, 'last_seq');
  const caller = await callerOf(params, state);
  state.stay = await state.surroundings.hub.resume(sessionToken, lastSeq, state.outlet, caller);
  return { resumed: true, peer_id: state.stay.peerId, ...iceServersOf(state), ...stayTerms(state) };
}
