import { SdkError, withDeadline } from '@remotemedia/base';
import type { Mesh } from '@remotemedia/mesh';
import { closeLink } from '@remotemedia/mesh/first-link';
import { type JoinResult, toPeerId } from '@remotemedia/signaling';
import type { WebRtcTransportConfig } from './config.ts';
import { HeldEvents } from './held-events.ts';
import { LazyQuality } from './lazy-quality.ts';
import { loadMesh, type MeshClass } from './load-mesh.ts';
import type { Parts } from './open-parts.ts';

/** A room that was entered, and what it takes to go on. */
export interface Entry {
  /** The mesh, which knows of nobody yet. */
  readonly mesh: Mesh;
  /** What measures the mesh's connections. */
  readonly quality: LazyQuality;
  /** Who is there. */
  readonly result: JoinResult;
  /** What happened since; to be released once there is somebody to take it. */
  readonly events: HeldEvents;
}

/**
 * Enters the room while the code of the mesh is being loaded.
 *
 * @throws {SdkError} why it could not be entered, or its code not be loaded; the parts are closed then
 */
export async function enterRoom(
  parts: Parts,
  { metadata, signal, displayName }: WebRtcTransportConfig,
  load: () => Promise<MeshClass> = loadMesh,
): Promise<Entry> {
  const { config, channel, prepared, release } = parts;
  const { room, timeoutMs, laneMode } = config;
  const events = new HeldEvents(channel);
  // Without it, whoever is there gets an offer of its own later.
  const firstOfferSdp = prepared?.offer?.sdp.catch(() => '');
  const capabilities = { audio: true, video: true, data: laneMode !== undefined };
  const request = { room, peerId: toPeerId(config.peerId), displayName, metadata, capabilities, firstOfferSdp };
  const enter = (ends: AbortSignal) => Promise.all([channel.join(request, { signal: ends, timeoutMs }), load()]);
  try {
    const [result, Mesh] = await withDeadline(enter, { signal, timeoutMs, what: `entering the room "${room}"` });
    if (channel.state.kind === 'closed') throw channel.state.error ?? new SdkError('cancelled', 'signaling was closed');
    return { ...makeMesh(Mesh, parts, events), result, events };
  } catch (caught) {
    events.close();
    if (prepared) closeLink(prepared);
    await channel.close();
    release();
    throw SdkError.from(caught, 'unavailable');
  }
}

function makeMesh(Mesh: MeshClass, parts: Parts, events: HeldEvents): Pick<Entry, 'mesh' | 'quality'> {
  const { config, channel, createConnection, prepared, guard, accepts } = parts;
  const mesh: Mesh = new Mesh({
    channel,
    events,
    self: toPeerId(config.peerId),
    createConnection,
    prepared,
    maxPeers: config.maxPeers,
    laneMode: config.laneMode,
    videoCodec: config.videoCodec,
    jitterBufferMs: config.jitterBufferMs,
    connectTimeoutMs: config.options.iceTimeoutSecs * 1_000,
    policy: config.policy,
    guard,
    accepts,
    measure: (peerId) => quality.metricsOf(peerId),
  });
  const quality = new LazyQuality(mesh, config.options);
  return { mesh, quality };
}
