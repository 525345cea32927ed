import { type Awaitable, andThen } from '../../hub/awaitable.ts';
import { BARE_DIALECT } from '../dialects/bare-dialect.ts';
import { PEER_DIALECT } from '../dialects/peer-dialect.ts';
import { INVALID_PARAMS, INVALID_REQUEST, LIMIT_EXCEEDED } from '../dialects/rpc-error.ts';
import { named, objectSchema, textSchema } from '../openrpc/json-schema.ts';
import { hasValue, type Params, receiver, text } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';
import { announcedStay } from './caller.ts';
import type { Method } from './method.ts';

/** Most characters of a text from the client that go back in a reply. */
const MAX_ECHO_LENGTH = 80;

/** `peer.disconnect`: leaves the room, or ends the connection with another peer. */
export const DISCONNECT: Method = {
  run: leaveOrDismiss,
  invalidNumber: INVALID_PARAMS,
  isReadOnly: false,
  doc: {
    summary: 'Leaves the room (your own id), or tells another peer that you end or refuse the connection with it.',
    description: 'An id that nobody has is no error: that peer is gone already.',
    params: [
      { name: 'peer_id', summary: 'Your own id, or whom to tell.', required: true, schema: named('PeerId') },
      { name: 'reason', summary: 'Not passed on.', required: false, schema: textSchema() },
    ],
    result: objectSchema({ 'success?': { const: true }, peer_id: named('PeerId') }),
    errors: [INVALID_REQUEST, LIMIT_EXCEEDED],
    example: { isAnnounced: true, params: { peer_id: 'bob' }, result: { success: true, peer_id: 'bob' } },
  },
};

function leaveOrDismiss(params: Params, state: SessionState, number: number): Awaitable<object> {
  const { dialect = PEER_DIALECT, surroundings } = state;
  // An older written contract of upstream addresses this as it does everything else.
  const peerId = hasValue(params['peer_id']) || !hasAddress(params) ? text(params, 'peer_id') : receiver(params);
  // Upstream's two servers differ here, so do their clients.
  if (dialect === BARE_DIALECT) announcedStay(state);
  const { relay } = surroundings.hub;
  const echo = excerpt(peerId);
  return andThen(relay.disconnect(state.stay, peerId, number), () => ({ ...dialect.success, peer_id: echo }));
}

function hasAddress(params: Params): boolean {
  return hasValue(params['to']) || hasValue(params['to_peer_id']);
}

/** Any text is taken for an id that nobody has, but what is kept of it is no longer than an id can be. */
function excerpt(text: string): string {
  // Half of a text that was merely cut would keep all of it in memory.
  return text.length <= MAX_ECHO_LENGTH
    ? text
    : Buffer.from(text.slice(0, MAX_ECHO_LENGTH), 'utf16le').toString('utf16le');
}
