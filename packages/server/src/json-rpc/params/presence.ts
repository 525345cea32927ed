import { create } from '@bufbuild/protobuf';
import { PeerState, type UpdateRequest, UpdateRequestSchema } from '@remotemedia/protocol/webrtc';
import { hasValue, type Params, ParamsError, text } from './params.ts';
import { toMetadata } from './user-data.ts';

const STATES: Readonly<Record<string, PeerState>> = {
  available: PeerState.AVAILABLE,
  busy: PeerState.BUSY,
  away: PeerState.AWAY,
};

/** The states that a peer can be in, by the names that JSON has for them. */
export const STATE_NAMES: readonly string[] = Object.keys(STATES);

/** What a state is called. */
export function stateName(state: PeerState): string {
  return STATE_NAMES.find((name) => STATES[name] === state) ?? 'available';
}

/** The change that the parameters stand for; an entry of `user_data` that is null is taken away. @throws {ParamsError} */
export function toUpdate(params: Params): UpdateRequest {
  return create(UpdateRequestSchema, {
    state: toState(params),
    metadata: toMetadata(params['user_data'], ''),
  });
}

function toState(params: Params): PeerState {
  if (!hasValue(params['state'])) return PeerState.UNSPECIFIED;
  const name = text(params, 'state');
  const state = Object.hasOwn(STATES, name) ? STATES[name] : undefined;
  if (state !== undefined) return state;
  throw new ParamsError(`state must be one of ${STATE_NAMES.join(', ')}, got ${JSON.stringify(name.slice(0, 80))}`);
}
