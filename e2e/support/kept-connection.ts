import type { Participant } from './participant.ts';

/** What these functions use of the page: the demo's console handle, and a place of their own. */
interface Scope {
  remotemedia?: { transport: { peers: readonly { displayName: string; connection: RTCPeerConnection }[] } };
  keptConnection?: RTCPeerConnection | undefined;
}

/** Remembers the connection to a peer, to ask later whether it is still in use and was not replaced by another. */
export async function keepConnection({ page }: Participant, to?: string): Promise<void> {
  await page.evaluate((name) => {
    const scope = window as unknown as Scope;
    const peers = scope.remotemedia?.transport.peers ?? [];
    scope.keptConnection = peers.find(({ displayName }) => name === undefined || displayName === name)?.connection;
  }, to);
}

/** State of the connection that {@link keepConnection} remembered. */
export function keptConnectionState({ page }: Participant): Promise<RTCPeerConnectionState | undefined> {
  return page.evaluate(() => (window as unknown as Scope).keptConnection?.connectionState);
}
