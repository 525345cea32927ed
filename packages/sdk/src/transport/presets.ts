import type { WebRtcTransportConfig } from './config.ts';

/** Another STUN server beside the default one, as upstream's mobile preset has it. */
const MOBILE_STUN_SERVERS = ['stun:stun.l.google.com:19302', 'stun:stun1.l.google.com:19302'] as const;

/**
 * Settings for talk and control, where a late message is worth nothing: VP8, unreliable messages, the shortest jitter
 * buffer, quick tries. Numbers of upstream's `low_latency_preset`.
 *
 * @example
 * await WebRtcTransport.connect({ ...lowLatencyPreset(location.origin), room: 'duet' });
 */
export function lowLatencyPreset(signaling: WebRtcTransportConfig['signaling']): WebRtcTransportConfig {
  return {
    signaling,
    videoCodec: 'VP8',
    dataChannelMode: 'Unreliable',
    jitterBufferSizeMs: 50,
    rtcpIntervalMs: 2_000,
    options: {
      targetBitrateKbps: 1_500,
      maxVideoResolution: '720p',
      videoFramerateFps: 30,
      iceTimeoutSecs: 15,
      maxReconnectRetries: 10,
      reconnectBackoffInitialMs: 500,
      reconnectBackoffMaxMs: 10_000,
      reconnectBackoffMultiplier: 1.5,
    },
  };
}

/** Settings for pictures worth looking at closely: VP9 up to 1080p at 4 Mbit/s. Numbers of upstream's `high_quality_preset`. */
export function highQualityPreset(signaling: WebRtcTransportConfig['signaling']): WebRtcTransportConfig {
  return {
    signaling,
    videoCodec: 'VP9',
    jitterBufferSizeMs: 100,
    rtcpIntervalMs: 5_000,
    options: { targetBitrateKbps: 4_000, maxVideoResolution: '1080p', videoFramerateFps: 30 },
  };
}

/**
 * Settings for people on the move: five others at most, 480p, a long jitter buffer, patient tries. Give it `turnServers`.
 * Numbers of upstream's `mobile_network_preset`.
 */
export function mobileNetworkPreset(signaling: WebRtcTransportConfig['signaling']): WebRtcTransportConfig {
  return {
    signaling,
    stunServers: MOBILE_STUN_SERVERS,
    maxPeers: 5,
    videoCodec: 'VP8',
    jitterBufferSizeMs: 150,
    rtcpIntervalMs: 3_000,
    options: {
      targetBitrateKbps: 800,
      maxVideoResolution: '480p',
      videoFramerateFps: 24,
      iceTimeoutSecs: 45,
      maxReconnectRetries: 15,
      reconnectBackoffInitialMs: 2_000,
      reconnectBackoffMaxMs: 60_000,
      reconnectBackoffMultiplier: 1.5,
    },
  };
}
