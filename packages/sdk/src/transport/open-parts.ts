import { SdkError, type Undo, withDeadline } from '@remotemedia/base';
import type { DescriptionGuard } from '@remotemedia/mesh';
import { type Link, openOfferedLink } from '@remotemedia/mesh/first-link';
import { peerLists } from '@remotemedia/mesh/peer-lists';
import { openChannel, type PeerInfo, type SignalingChannel, toPeerId } from '@remotemedia/signaling';
import type { WebRtcTransportConfig } from './config.ts';
import { IceServers } from './ice-servers.ts';
import { type IceServersAnswer, offerOf } from './ice-servers-answer.ts';
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
  /** What the application said of ICE servers, and how to ask it again. */
  readonly ownServers: { readonly answer: IceServersAnswer; readonly ask?: WebRtcTransportConfig['getIceServers'] };
  /** Makes a connection to a peer. */
  readonly createConnection: () => RTCPeerConnection;
  /** A connection whose offer is being prepared while the room is entered; absent without a data channel. */
  readonly prepared: Link | undefined;
  /** Seals and checks descriptions, where there is a secret to do it with. */
  readonly guard: DescriptionGuard | undefined;
  /** Whom we connect to. */
  readonly accepts: (info: PeerInfo) => boolean;
}

/**
 * Makes the parts and begins the offer of the first connection.
 *
 * @throws {SdkError} what `getIceServers` failed with, or `invalid-argument`; nothing is left open then
 */
export async function openParts(config: WebRtcTransportConfig, resolved: ResolvedConfig): Promise<Parts> {
  const { signaling, getToken } = config;
  let opened: Pick<Parts, 'channel' | 'release'> | undefined;
  try {
    const isAccepted = peerLists(config);
    const guard = await guardOf(resolved);
    const answer = await iceServersOf(config, resolved);
    const ownServers = { answer, ask: config.getIceServers };
    const iceServers = new IceServers(offerOf(answer, Date.now()).iceServers);
    const createConnection = () => new RTCPeerConnection({ iceServers: iceServers.list, bundlePolicy: 'max-bundle' });
    opened =
      typeof signaling === 'string'
        ? openChannel(signaling, { getToken, policy: resolved.policy })
        : { channel: signaling, release: () => {} };
    const seal = guard && ((sdp: string) => guard.seal(sdp));
    const prepared = resolved.laneMode && openOfferedLink({ createConnection, hasLanes: true }, seal);
    const accepts = ({ id }: PeerInfo) => isAccepted(id);
    return { config: resolved, ...opened, iceServers, ownServers, createConnection, prepared, guard, accepts };
  } catch (error) {
    if (typeof signaling !== 'string') await signaling.close();
    await opened?.channel.close();
    opened?.release();
    // The platform's own errors name the setting they do not like.
    throw SdkError.from(error, 'invalid-argument');
  }
}

async function guardOf({ roomSecret, room, peerId }: ResolvedConfig): Promise<DescriptionGuard | undefined> {
  if (roomSecret === undefined) return undefined;
  const { roomSecretGuard } = await import('@remotemedia/mesh/trust');
  return roomSecretGuard({ roomSecret, room, self: toPeerId(peerId) });
}

async function iceServersOf(
  { getIceServers, signal }: WebRtcTransportConfig,
  { iceServers, timeoutMs }: ResolvedConfig,
): Promise<IceServersAnswer> {
  if (!getIceServers) return iceServers;
  return withDeadline(async () => getIceServers(), { signal, timeoutMs, what: 'getIceServers' });
}
