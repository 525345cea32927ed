import { SdkError, type Undo, withDeadline } from '@remotemedia/base';
import { type Link, openOfferedLink } from '@remotemedia/mesh';
import { openChannel, type SignalingChannel } from '@remotemedia/signaling';
import type { WebRtcTransportConfig } from './config.ts';
import { IceServers } from './ice-servers.ts';
import type { ResolvedConfig } from './resolve-config.ts';

/** What a transport is made of; whoever has it closes it. */
export interface Parts {
  /** Settings. */
  readonly config: ResolvedConfig;
  /** Way to the others; not yet joined. */
  readonly channel: SignalingChannel;
  /** To be called after the channel was closed. */
  readonly release: Undo;
  /** Where connections find out how to reach each other. */
  readonly iceServers: IceServers;
  /** Makes a connection to a peer. */
  readonly createConnection: () => RTCPeerConnection;
  /** A connection whose offer is being prepared while the room is entered; absent without a data channel. */
  readonly prepared: Link | undefined;
}

/**
 * Makes the parts and begins the offer of the first connection.
 *
 * @throws {SdkError} what `getIceServers` failed with, or `invalid-argument`; nothing is left open then
 */
export async function openParts(config: WebRtcTransportConfig, resolved: ResolvedConfig): Promise<Parts> {
  const { signaling, getToken } = config;
  try {
    const iceServers = new IceServers(await iceServersOf(config, resolved));
    const createConnection = () => new RTCPeerConnection({ iceServers: iceServers.list, bundlePolicy: 'max-bundle' });
    const opened =
      typeof signaling === 'string' ? openChannel(signaling, { getToken }) : { channel: signaling, release: () => {} };
    const prepared = resolved.laneMode && openOfferedLink(createConnection, resolved.laneMode);
    return { config: resolved, ...opened, iceServers, createConnection, prepared };
  } catch (error) {
    if (typeof signaling !== 'string') await signaling.close();
    // The platform's own errors name the setting they do not like.
    throw SdkError.from(error, 'invalid-argument');
  }
}

async function iceServersOf(
  { getIceServers, signal }: WebRtcTransportConfig,
  { iceServers, timeoutMs }: ResolvedConfig,
): Promise<readonly RTCIceServer[]> {
  if (!getIceServers) return iceServers;
  return withDeadline(async () => getIceServers(), { signal, timeoutMs, what: 'getIceServers' });
}
