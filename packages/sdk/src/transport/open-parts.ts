import { type Undo, withDeadline } from '@remotemedia/base';
import { closeLink, type Link, openOfferedLink } from '@remotemedia/mesh';
import { type OpenedChannel, openChannel, type SignalingChannel } from '@remotemedia/signaling';
import type { WebRtcTransportConfig } from './config.ts';
import type { ResolvedConfig } from './resolve-config.ts';

/** What a transport is made of; whoever has it closes it. */
export interface Parts {
  /** Settings. */
  readonly config: ResolvedConfig;
  /** Way to the others; not yet joined. */
  readonly channel: SignalingChannel;
  /** To be called after the channel was closed. */
  readonly release: Undo;
  /** Makes a connection to a peer. */
  readonly createConnection: () => RTCPeerConnection;
  /** A connection whose offer is being prepared while the room is entered; absent without a data channel. */
  readonly prepared: Link | undefined;
}

/**
 * Makes the parts, as much as possible at the same time: while the browser says which protocol to use, the first
 * connection is made and its offer begun.
 *
 * @throws {SdkError} what `getIceServers` or the choice of the protocol failed with; nothing is left open then
 */
export async function openParts(config: WebRtcTransportConfig, resolved: ResolvedConfig): Promise<Parts> {
  const { signaling } = config;
  let prepared: Link | undefined;
  try {
    const iceServers = await iceServersOf(config, resolved);
    const createConnection = () => new RTCPeerConnection({ iceServers: [...iceServers], bundlePolicy: 'max-bundle' });
    const opening: Promise<OpenedChannel> =
      typeof signaling === 'string'
        ? openChannel(signaling)
        : Promise.resolve({ channel: signaling, release: () => {} });
    // Awaited below; until then a failure must not count as unhandled.
    opening.catch(() => {});
    if (resolved.laneMode) prepared = openOfferedLink(createConnection, resolved.laneMode);
    return { config: resolved, ...(await opening), createConnection, prepared };
  } catch (error) {
    if (prepared) closeLink(prepared);
    if (typeof signaling !== 'string') await signaling.close();
    throw error;
  }
}

async function iceServersOf(
  { getIceServers, signal }: WebRtcTransportConfig,
  { iceServers, timeoutMs }: ResolvedConfig,
): Promise<readonly RTCIceServer[]> {
  if (!getIceServers) return iceServers;
  return withDeadline(async () => getIceServers(), { signal, timeoutMs, what: 'getIceServers' });
}
