/** What to do about a peer's bitrate. */
export type BitrateAction = 'decrease' | 'maintain' | 'increase';

/** How much may be sent to a peer, in kilobits per second. */
export interface PeerBitrateState {
  /** What is allowed now. @default 1500 */
  readonly currentKbps: number;
  /** Never less. @default 200 */
  readonly minKbps: number;
  /** Never more. @default 4000 */
  readonly maxKbps: number;
}

/** Where RemoteMedia begins with each peer. */
export const INITIAL_BITRATE: PeerBitrateState = { currentKbps: 1_500, minKbps: 200, maxKbps: 4_000 };

/**
 * RemoteMedia's rules: more than 10 % loss or 500 ms round trip is too much, less than 1 % and 100 ms leaves room.
 *
 * @param packetLossRate share of our packets that are lost, 0–1
 * @param roundTripTimeMs how long there and back takes
 */
export function bitrateAction(packetLossRate: number, roundTripTimeMs: number): BitrateAction {
  if (packetLossRate > 0.1 || roundTripTimeMs > 500) return 'decrease';
  if (packetLossRate > 0.05 || roundTripTimeMs > 200) return 'maintain';
  return packetLossRate < 0.01 && roundTripTimeMs < 100 ? 'increase' : 'maintain';
}

/** The state after an action: a fifth less or a fifth more, within its limits. */
export function applyBitrateAction(state: PeerBitrateState, action: BitrateAction): PeerBitrateState {
  const { currentKbps, minKbps, maxKbps } = state;
  if (action === 'decrease') return { ...state, currentKbps: Math.max(minKbps, currentKbps * 0.8) };
  if (action === 'increase') return { ...state, currentKbps: Math.min(maxKbps, currentKbps * 1.2) };
  return state;
}

/** Names for what a bitrate is good for. */
export type QualityTier = 'high' | 'medium' | 'low';

/** What RemoteMedia sends at most in each tier. */
export const TIERS: Readonly<
  Record<QualityTier, { readonly bitrateKbps: number; readonly width: number; readonly height: number }>
> = {
  high: { bitrateKbps: 4_000, width: 1_920, height: 1_080 },
  medium: { bitrateKbps: 1_500, width: 1_280, height: 720 },
  low: { bitrateKbps: 500, width: 854, height: 480 },
};

/** The tier of a bitrate: high from 3000, medium from 1000 kilobits per second. */
export function tierOf(bitrateKbps: number): QualityTier {
  if (bitrateKbps >= 3_000) return 'high';
  return bitrateKbps >= 1_000 ? 'medium' : 'low';
}
