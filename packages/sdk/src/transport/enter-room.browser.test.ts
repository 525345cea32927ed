import { SdkError } from '@remotemedia/base';
import { Mesh } from '@remotemedia/mesh';
import { createSignalingHub } from '@remotemedia/signaling/testing';
import { describe, expect, it, vi } from 'vitest';
import type { WebRtcTransportConfig } from './config.ts';
import { enterRoom } from './enter-room.ts';
import type { MeshClass } from './load-mesh.ts';
import { openParts } from './open-parts.ts';
import { resolveConfig } from './resolve-config.ts';
import { WebRtcTransport } from './transport.ts';

const WAIT = { timeout: 15_000, interval: 20 };

async function setUp(options: Partial<WebRtcTransportConfig> = {}) {
  const hub = createSignalingHub();
  const base = { room: 'test', getIceServers: () => [], peerId: 'ada', ...options };
  const config: WebRtcTransportConfig = { ...base, signaling: hub.createChannel() };
  const parts = await openParts(config, resolveConfig(config));
  const release = vi.fn();
  const code = { resolve: (_: MeshClass) => {}, reject: (_: SdkError) => {} };
  const loading = new Promise<MeshClass>((resolve, reject) => Object.assign(code, { resolve, reject }));
  const entering = enterRoom({ ...parts, release }, config, () => loading);
  const isJoined = () => vi.waitFor(() => expect(parts.channel.state.kind).toBe('joined'), WAIT);
  const left = () => [parts.channel.state.kind, parts.prepared?.connection.signalingState, release.mock.calls.length];
  return { ...base, hub, parts, code, entering, isJoined, left };
}

describe('enterRoom', () => {
  it('enters while the code is on its way, and misses nobody who comes meanwhile', async () => {
    const { hub, code, entering, isJoined, ...config } = await setUp();
    await isJoined();
    const bob = await WebRtcTransport.connect({ ...config, signaling: hub.createChannel(), peerId: 'bob' });
    await vi.waitFor(() => expect(bob.peers[0]?.connection.localDescription).toBeTruthy(), WAIT);
    code.resolve(Mesh);
    const { mesh, result, events } = await entering;
    mesh.admit(result);
    events.release();
    await vi.waitFor(() => expect(bob.listPeers()).toHaveLength(1), WAIT);
    expect(mesh.peers.map(({ id, state }) => [id, state.kind])).toEqual([['bob', 'connected']]);
    mesh.close();
    events.close();
    await config.parts.channel.close();
    await bob.close();
  });

  it('leaves nothing behind when the code cannot be loaded', async () => {
    const { code, entering, isJoined, left } = await setUp();
    await isJoined();
    code.reject(new SdkError('unavailable', 'no chunk'));
    await expect(entering).rejects.toMatchObject({ code: 'unavailable', detail: 'no chunk' });
    expect(left()).toEqual(['closed', 'closed', 1]);
  });

  it('leaves nothing behind when it is given up, or signaling ends, while the code is on its way', async () => {
    const controller = new AbortController();
    const given = await setUp({ signal: controller.signal });
    await given.isJoined();
    controller.abort();
    await expect(given.entering).rejects.toMatchObject({ code: 'cancelled' });
    const ended = await setUp();
    await ended.isJoined();
    await ended.parts.channel.close();
    ended.code.resolve(Mesh);
    await expect(ended.entering).rejects.toMatchObject({ code: 'cancelled' });
    for (const { left } of [given, ended]) expect(left()).toEqual(['closed', 'closed', 1]);
  });
});
