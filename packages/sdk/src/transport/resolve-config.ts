import { RECONNECTION_PRESETS, type ReconnectionPolicy, type ReconnectionPreset, SdkError } from '@remotemedia/base';
import { isPeerId, isRoomName } from '@remotemedia/protocol';
import { bool, integerWithin, oneOf, within } from './checks.ts';
import type { TransportTuning, WebRtcTransportConfig } from './config.ts';

/** Upstream's default. */
const DEFAULT_STUN_SERVER = 'stun:stun.l.google.com:19302';

/** Upstream's defaults of `options`. */
const TUNING = {
  adaptiveBitrateEnabled: true,
  targetBitrateKbps: 2_000,
  maxVideoResolution: '720p',
  videoFramerateFps: 30,
  iceTimeoutSecs: 30,
  maxReconnectRetries: 5,
  reconnectBackoffInitialMs: 1_000,
  reconnectBackoffMaxMs: 30_000,
  reconnectBackoffMultiplier: 2,
} as const satisfies TransportTuning;

/** Numbers for tuning, none left open. */
export type ResolvedTuning = { readonly [Name in keyof TransportTuning]-?: Exclude<TransportTuning[Name], undefined> };

/** A configuration in which nothing is left open. */
export interface ResolvedConfig {
  /** Room to enter. */
  readonly room: string;
  /** Our id. */
  readonly peerId: string;
  /** ICE servers where `getIceServers` does not say otherwise. */
  readonly iceServers: readonly RTCIceServer[];
  /** Most other peers. */
  readonly maxPeers: number;
  /** Codec offered first for video. */
  readonly videoCodec: 'VP8' | 'VP9' | 'H264';
  /** How messages are delivered; none without. */
  readonly laneMode: 'reliable' | 'unreliable' | undefined;
  /** Least jitter buffer, if one was asked for. */
  readonly jitterBufferMs: number | undefined;
  /** Longest attempt to connect. */
  readonly timeoutMs: number;
  /** How lost connections are tried again. */
  readonly policy: ReconnectionPolicy;
  /** What all in the room know and the server does not. */
  readonly roomSecret: string | undefined;
  /** Numbers for tuning. */
  readonly options: ResolvedTuning;
}

/**
 * Fills in the defaults and checks every range.
 *
 * @throws {SdkError} `invalid-argument` that names the field, what was expected and what came
 */
export function resolveConfig(config: WebRtcTransportConfig): ResolvedConfig {
  const options = resolveTuning(config.options ?? {});
  const { room = 'default', peerId = `peer-${randomId()}`, maxPeers = 10, timeoutMs = 10_000 } = config;
  integerWithin('maxPeers', maxPeers, 1, 10);
  within('timeoutMs', timeoutMs, 1, 600_000);
  named('room', room, isRoomName(room));
  named('peerId', peerId, isPeerId(peerId));
  if (config.jitterBufferSizeMs !== undefined) within('jitterBufferSizeMs', config.jitterBufferSizeMs, 50, 200);
  within('rtcpIntervalMs', config.rtcpIntervalMs ?? 5_000, 1_000, 10_000);
  oneOf('audioCodec', config.audioCodec ?? 'Opus', ['Opus']);
  const videoCodec = oneOf('videoCodec', config.videoCodec ?? 'VP9', ['VP8', 'VP9', 'H264']);
  for (const switchName of ['enableDataChannel', 'enableRtcp', 'acceptIceServers'] as const)
    bool(switchName, config[switchName] ?? true);
  if (config.roomSecret !== undefined) secret(config.roomSecret);
  const mode = oneOf('dataChannelMode', config.dataChannelMode ?? 'Reliable', ['Reliable', 'Unreliable']);
  const laneMode = mode === 'Reliable' ? 'reliable' : 'unreliable';
  return {
    room,
    peerId,
    maxPeers,
    videoCodec,
    timeoutMs,
    iceServers: iceServers(config),
    laneMode: (config.enableDataChannel ?? true) ? laneMode : undefined,
    jitterBufferMs: config.jitterBufferSizeMs,
    policy: policyOf(config.reconnection, options),
    roomSecret: config.roomSecret,
    options,
  };
}

function resolveTuning(given: TransportTuning): ResolvedTuning {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const tuning: ResolvedTuning = { ...TUNING, ...set };
  bool('options.adaptiveBitrateEnabled', tuning.adaptiveBitrateEnabled);
  within('options.targetBitrateKbps', tuning.targetBitrateKbps, 50, 100_000);
  oneOf('options.maxVideoResolution', tuning.maxVideoResolution, ['480p', '720p', '1080p']);
  within('options.videoFramerateFps', tuning.videoFramerateFps, 1, 120);
  within('options.iceTimeoutSecs', tuning.iceTimeoutSecs, 1, 600);
  integerWithin('options.maxReconnectRetries', tuning.maxReconnectRetries, 0, 100);
  within('options.reconnectBackoffInitialMs', tuning.reconnectBackoffInitialMs, 1, 600_000);
  within('options.reconnectBackoffMaxMs', tuning.reconnectBackoffMaxMs, tuning.reconnectBackoffInitialMs, 600_000);
  within('options.reconnectBackoffMultiplier', tuning.reconnectBackoffMultiplier, 1, 10);
  return tuning;
}

function policyOf(preset: ReconnectionPreset | undefined, tuning: ResolvedTuning): ReconnectionPolicy {
  const presets = Object.keys(RECONNECTION_PRESETS) as ReconnectionPreset[];
  if (preset !== undefined) return RECONNECTION_PRESETS[oneOf('reconnection', preset, presets)];
  return {
    maxRetries: tuning.maxReconnectRetries,
    initialMs: tuning.reconnectBackoffInitialMs,
    maxMs: tuning.reconnectBackoffMaxMs,
    multiplier: tuning.reconnectBackoffMultiplier,
  };
}

function secret(value: string): void {
  if (typeof value === 'string' && value.length >= 8 && value.length <= 1_024) return;
  // Not what came: it may be a secret.
  throw new SdkError('invalid-argument', 'roomSecret must be a text of 8–1024 characters');
}

function iceServers({ stunServers, turnServers = [] }: WebRtcTransportConfig): RTCIceServer[] {
  const stun = stunServers ?? [DEFAULT_STUN_SERVER];
  if (stun.length === 0) {
    throw new SdkError(
      'invalid-argument',
      'stunServers must name at least one server; for none use getIceServers: () => []',
    );
  }
  for (const url of stun) iceUrl('stunServers', url, ['stun:', 'stuns:']);
  for (const { url } of turnServers) iceUrl('turnServers', url, ['turn:', 'turns:']);
  return [
    { urls: [...stun] },
    ...turnServers.map(({ url, username, credential }) => ({ urls: url, username, credential })),
  ];
}

function iceUrl(field: string, url: string, schemes: readonly string[]): void {
  if (schemes.some((scheme) => url.startsWith(scheme) && url.length > scheme.length)) return;
  throw new SdkError('invalid-argument', `${field} must hold ${schemes.join(' or ')} URLs, got ${JSON.stringify(url)}`);
}

function named(field: string, value: string, isGood: boolean): void {
  if (isGood) return;
  const got = JSON.stringify(value.slice(0, 80));
  throw new SdkError('invalid-argument', `${field} must be 1–64 of the characters A–Z a–z 0–9 _ . : @ -, got ${got}`);
}

/** `crypto.randomUUID` exists on secure pages only; this works on every page. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
