import { type Clock, RECONNECTION_PRESETS, type ReconnectionPolicy, systemClock } from '@remotemedia/base';
import { RequestHandlers } from '@remotemedia/data';
import type { MeshOptions } from '../mesh-options.ts';
import type { MeasurePeer } from '../peer-metrics.ts';
import type { PreferredVideoCodec } from '../track-sender.ts';
import type { DescriptionGuard } from '../trust/description-guard.ts';
import type { LaneMode } from './lanes.ts';
import type { LinkOptions } from './link.ts';

/** What is the same for all peers of a mesh. */
export interface PeerSettings extends LinkOptions {
  /** How messages are delivered when nothing else is said. */
  readonly laneMode: LaneMode;
  /** Codec to offer first for video. */
  readonly videoCodec: PreferredVideoCodec | undefined;
  /** Least delay of the receivers' jitter buffers in milliseconds; the browser's choice without. */
  readonly jitterBufferMs: number | undefined;
  /** How long one try to make or restore a connection may take, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** When a lost connection is tried again. */
  readonly policy: ReconnectionPolicy;
  /** Seals our descriptions and checks theirs. */
  readonly guard: DescriptionGuard | undefined;
  /** Measures connections. */
  readonly measure: MeasurePeer | undefined;
  /** Answers the peers' requests. */
  readonly handlers: RequestHandlers;
  /** Whether nobody sees our page. */
  readonly isHidden: () => boolean;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** Fills in what the options of a mesh leave open. */
export function settingsOf(options: MeshOptions, isHidden: () => boolean): PeerSettings {
  const { laneMode = 'reliable', policy = RECONNECTION_PRESETS.default, clock = systemClock } = options;
  const { createConnection, videoCodec, jitterBufferMs, connectTimeoutMs, guard, measure } = options;
  const given = { createConnection, videoCodec, jitterBufferMs, connectTimeoutMs, guard, measure, policy, clock };
  const hasLanes = options.laneMode !== undefined;
  return { ...given, laneMode, hasLanes, handlers: new RequestHandlers(), isHidden };
}
