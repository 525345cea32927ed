import { describe, expect, it } from 'vitest';
import type { WebRtcTransportConfig } from './config.ts';
import { highQualityPreset, lowLatencyPreset, mobileNetworkPreset } from './presets.ts';
import { resolveConfig } from './resolve-config.ts';

const resolve = (config: Partial<WebRtcTransportConfig> = {}) =>
  resolveConfig({ signaling: 'https://host', ...config });

describe('resolveConfig()', () => {
  it('fills in upstream’s defaults', () => {
    const { peerId, ...rest } = resolve();
    expect(peerId).toMatch(/^peer-[0-9a-f]{32}$/);
    expect(rest).toEqual({
      room: 'default',
      maxPeers: 10,
      videoCodec: 'VP9',
      laneMode: 'reliable',
      jitterBufferMs: undefined,
      timeoutMs: 10_000,
      iceServers: [{ urls: ['stun:stun.l.google.com:19302'] }],
      policy: { maxRetries: 5, initialMs: 1_000, maxMs: 30_000, multiplier: 2 },
      roomSecret: undefined,
      options: {
        adaptiveBitrateEnabled: true,
        targetBitrateKbps: 2_000,
        maxVideoResolution: '720p',
        videoFramerateFps: 30,
        iceTimeoutSecs: 30,
        maxReconnectRetries: 5,
        reconnectBackoffInitialMs: 1_000,
        reconnectBackoffMaxMs: 30_000,
        reconnectBackoffMultiplier: 2,
      },
    });
  });

  it('takes servers and switches', () => {
    const turnServers = [{ url: 'turn:host', username: 'u', credential: 'c' }];
    const config = resolve({ stunServers: ['stun:a', 'stun:b'], turnServers, enableDataChannel: false });
    expect(config.iceServers).toEqual([
      { urls: ['stun:a', 'stun:b'] },
      { urls: 'turn:host', username: 'u', credential: 'c' },
    ]);
    expect(config.laneMode).toBeUndefined();
    expect(resolve({ dataChannelMode: 'Unreliable' }).laneMode).toBe('unreliable');
  });

  it('takes the policy of the numbers, or one of upstream’s by its name', () => {
    expect(resolve({ options: { maxReconnectRetries: 0, reconnectBackoffInitialMs: 7 } }).policy).toMatchObject({
      maxRetries: 0,
      initialMs: 7,
    });
    expect(resolve({ reconnection: 'aggressive', options: { maxReconnectRetries: 0 } }).policy).toEqual({
      maxRetries: 10,
      initialMs: 100,
      maxMs: 5_000,
      multiplier: 1.5,
    });
  });

  it.each([lowLatencyPreset, highQualityPreset, mobileNetworkPreset])('accepts %o', (preset) => {
    expect(() => resolveConfig(preset('https://host'))).not.toThrow();
  });

  it('does not repeat a secret in its refusal', () => {
    expect(() => resolve({ roomSecret: 'hunter2' })).toThrow(/^(?!.*hunter2).*roomSecret must/);
  });

  it.each<[string, Partial<WebRtcTransportConfig>]>([
    ['reconnection', { reconnection: 'never' as never }],
    ['maxPeers', { maxPeers: 0 }],
    ['maxPeers', { maxPeers: 11 }],
    ['maxPeers', { maxPeers: 2.5 }],
    ['room', { room: '' }],
    ['room', { room: 'a room' }],
    ['peerId', { peerId: 'ü' }],
    ['peerId', { peerId: 'x'.repeat(65) }],
    ['stunServers', { stunServers: [] }],
    ['stunServers', { stunServers: ['http://host'] }],
    ['turnServers', { turnServers: [{ url: 'stun:host', username: '', credential: '' }] }],
    ['jitterBufferSizeMs', { jitterBufferSizeMs: 49 }],
    ['jitterBufferSizeMs', { jitterBufferSizeMs: 201 }],
    ['rtcpIntervalMs', { rtcpIntervalMs: 999 }],
    ['rtcpIntervalMs', { rtcpIntervalMs: Number.NaN }],
    ['audioCodec', { audioCodec: 'MP3' as never }],
    ['videoCodec', { videoCodec: 'vp9' as never }],
    ['dataChannelMode', { dataChannelMode: 'Fast' as never }],
    ['enableDataChannel', { enableDataChannel: 'no' as never }],
    ['options.iceTimeoutSecs', { options: { iceTimeoutSecs: 0 } }],
    ['options.reconnectBackoffMaxMs', { options: { reconnectBackoffInitialMs: 500, reconnectBackoffMaxMs: 400 } }],
    ['options.reconnectBackoffMultiplier', { options: { reconnectBackoffMultiplier: 0.5 } }],
    ['timeoutMs', { timeoutMs: Number.POSITIVE_INFINITY }],
  ])('refuses %s in %j and says what it expects', (field, config) => {
    expect(() => resolve(config)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        detail: expect.stringMatching(new RegExp(`^${field} must`)),
      }),
    );
  });
});
