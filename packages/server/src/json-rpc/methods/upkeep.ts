import { PEER_DIALECT } from '../dialects/peer-dialect.ts';
import { INVALID_PARAMS, INVALID_REQUEST, NOT_ALLOWED } from '../dialects/rpc-error.ts';
import { countSchema, named, objectSchema, textSchema } from '../openrpc/json-schema.ts';
import { optionalCount, type Params, text } from '../params/params.ts';
import { toUpdate } from '../params/presence.ts';
import type { SessionState } from '../session-state.ts';
import { announcedStay } from './caller.ts';
import type { Method } from './method.ts';
import { expiresInMs } from './stay-terms.ts';

/** `peer.update`: the client changes what others know of it. */
export const UPDATE: Method = {
  run: update,
  invalidNumber: INVALID_PARAMS,
  isReadOnly: false,
  doc: {
    summary: 'Changes what the others know of you, and tells them.',
    params: [
      { name: 'state', summary: 'Whether you can be called.', required: false, schema: named('PeerState') },
      {
        name: 'user_data',
        summary: 'Entries to set; null takes an entry away. The room cannot be changed.',
        required: false,
        schema: named('UserData'),
      },
    ],
    result: objectSchema({ 'success?': { const: true }, peer_id: named('PeerId') }),
    errors: [INVALID_REQUEST, INVALID_PARAMS],
    example: { isAnnounced: true, params: { state: 'busy' }, result: { success: true, peer_id: 'alice' } },
  },
};

/** `peer.ack`: the client says what arrived. */
export const ACK: Method = {
  run: acknowledge,
  invalidNumber: INVALID_PARAMS,
  isReadOnly: true,
  doc: {
    summary: 'Says which notifications arrived, so that they need not be kept for a resume. Best without an id.',
    params: [
      {
        name: 'seq',
        summary: 'Number of the last notification that arrived.',
        required: true,
        schema: countSchema(),
      },
    ],
    result: objectSchema({ 'success?': { const: true } }),
    errors: [INVALID_REQUEST, INVALID_PARAMS],
    example: { isAnnounced: true, params: { seq: 0 }, result: { success: true } },
  },
};

/** `peer.authenticate`: the client shows a token, or a newer one. */
export const AUTHENTICATE: Method = {
  run: authenticate,
  invalidNumber: INVALID_PARAMS,
  isReadOnly: true,
  doc: {
    summary: 'Shows a bearer token: before peer.announce instead of one in the handshake, after it a newer one.',
    params: [{ name: 'token', summary: 'The token.', required: true, schema: textSchema() }],
    result: objectSchema({
      success: { const: true },
      token_expires_in_ms: countSchema({ description: 'When it runs out; 0 for never.' }),
    }),
    errors: [INVALID_PARAMS, NOT_ALLOWED],
    example: {
      isAnnounced: true,
      params: { token: 'your-bearer-token' },
      result: { success: true, token_expires_in_ms: 0 },
    },
  },
};

function update(params: Params, state: SessionState): object {
  const { dialect = PEER_DIALECT, surroundings } = state;
  const stay = announcedStay(state);
  surroundings.hub.update(stay, toUpdate(params));
  return { ...dialect.success, peer_id: stay.peerId };
}

function acknowledge(params: Params, state: SessionState): object {
  const { dialect = PEER_DIALECT } = state;
  announcedStay(state).acknowledge(optionalCount(params, 'seq'));
  return dialect.success;
}

async function authenticate(params: Params, state: SessionState): Promise<object> {
  const { surroundings } = state;
  const grant = await surroundings.authenticate(text(params, 'token'));
  const { stay } = state;
  if (stay && !stay.isOver) surroundings.hub.renew(stay, grant);
  state.grant = grant;
  return { success: true, token_expires_in_ms: expiresInMs(grant) };
}
