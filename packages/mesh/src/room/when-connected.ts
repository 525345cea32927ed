import { SdkError, withDeadline } from '@remotemedia/base';
import type { Peer, PeerState } from '../peer.ts';

/** Resolves when a peer is connected. @throws {SdkError} why it could not be, or `cancelled` */
export async function whenConnected(peer: Peer, signal?: AbortSignal): Promise<void> {
  let undo = () => {};
  const settled = new Promise<PeerState>((resolve) => {
    if (isSettled(peer.state)) resolve(peer.state);
    undo = peer.on('stateChange', (state) => isSettled(state) && resolve(state));
  });
  try {
    const state = await withDeadline(() => settled, { signal });
    if (state.kind === 'connected') return;
    const error = 'error' in state ? state.error : undefined;
    throw error ?? new SdkError('unavailable', `there is no connection to ${peer.id}: it is ${state.kind}`);
  } finally {
    undo();
  }
}

/** Whether a connection came about or not. */
function isSettled(state: PeerState): boolean {
  return state.kind === 'connected' || state.kind === 'closed' || ('stage' in state && state.stage === 'given-up');
}
