import { toPeerId } from '@remotemedia/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Mesh } from './mesh.ts';
import { enterRoom, framesOf, movingPicture, TestRoom, WAIT } from './test-room.ts';

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

afterEach(() => room.close());

describe('Mesh', () => {
  it('connects those who come with those who are there', async () => {
    const ada = await enterRoom(room, 'ada');
    const bob = await enterRoom(room, 'bob');
    const cem = await enterRoom(room, 'cem');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob', 'cem']), WAIT);
    await vi.waitFor(() => expect(bob.connected()).toEqual(['ada', 'cem']), WAIT);
    await vi.waitFor(() => expect(cem.connected()).toEqual(['ada', 'bob']), WAIT);
    expect([...ada.errors, ...bob.errors, ...cem.errors]).toEqual([]);
  });

  it('makes one connection for each pair when all come at once', async () => {
    const all = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) => enterRoom(room, id, { stream: movingPicture(room, 'red') })),
    );
    for (const { connected } of all) await vi.waitFor(() => expect(connected()).toHaveLength(3), WAIT);
    for (const { connections, errors } of all) {
      expect(connections).toHaveLength(3);
      expect(errors).toEqual([]);
    }
  });

  it('delivers messages once and in order', async () => {
    const ada = await enterRoom(room, 'ada');
    const bob = await enterRoom(room, 'bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), WAIT);
    await vi.waitFor(() => expect(bob.connected()).toEqual(['ada']), WAIT);
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    await Promise.all(lines.map((line) => ada.mesh.send('bob', line)));
    await vi.waitFor(() => expect(bob.heard).toEqual(lines.map((line) => `ada: ${line}`)), WAIT);
  });

  it('keeps messages for a peer that is still connecting', async () => {
    const ada = await enterRoom(room, 'ada');
    const bob = await enterRoom(room, 'bob');
    await Promise.all(['1', '2', '3'].map((line) => bob.mesh.send('ada', line)));
    await vi.waitFor(() => expect(ada.heard).toEqual(['bob: 1', 'bob: 2', 'bob: 3']), WAIT);
  });

  it('waits while much is buffered, and goes on in order', async () => {
    const ada = await enterRoom(room, 'ada');
    const bob = await enterRoom(room, 'bob');
    const sizes: number[] = [];
    bob.mesh.on('data', (message) => message.kind === 'binary' && sizes.push(message.data.length));
    const chunk = new Uint8Array(200_000);
    const sends = Array.from({ length: 40 }, () => ada.mesh.send('bob', chunk));
    await Promise.all([...sends, vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), WAIT)]);
    await vi.waitFor(() => expect(sizes).toEqual(Array.from({ length: 40 }, () => 200_000)), WAIT);
  });

  it('survives both sides adding tracks at the same moment, again and again', async () => {
    const ada = await enterRoom(room, 'ada');
    const bob = await enterRoom(room, 'bob');
    await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['bob'], ['ada']]), WAIT);
    for (let round = 0; round < 5; round += 1) {
      const streams = [movingPicture(room, 'red'), movingPicture(room, 'blue')] as const;
      const tracks = streams.map((stream) => stream.getVideoTracks()[0] as MediaStreamTrack);
      await Promise.all([
        ada.mesh.addTrack({ track: tracks[0] as MediaStreamTrack, stream: streams[0] }),
        bob.mesh.addTrack({ track: tracks[1] as MediaStreamTrack, stream: streams[1] }),
      ]);
      await vi.waitFor(() => expect(ada.mesh.peers[0]?.tracks).toHaveLength(1), WAIT);
      await vi.waitFor(() => expect(bob.mesh.peers[0]?.tracks).toHaveLength(1), WAIT);
      expect(await framesOf(ada.mesh.peers[0]?.tracks[0]?.track)).toBeGreaterThan(0);
      expect(await framesOf(bob.mesh.peers[0]?.tracks[0]?.track)).toBeGreaterThan(0);
      await Promise.all([
        ada.mesh.removeTrack(tracks[0] as MediaStreamTrack),
        bob.mesh.removeTrack(tracks[1] as MediaStreamTrack),
      ]);
      await vi.waitFor(() => expect([ada.mesh.peers[0]?.tracks, bob.mesh.peers[0]?.tracks]).toEqual([[], []]), WAIT);
    }
    expect([...ada.errors, ...bob.errors]).toEqual([]);
    // Transceivers are used again, so the description does not grow with every change.
    expect(ada.mesh.peers[0]?.connection.getTransceivers().length).toBe(1);
  });

  it('sees a peer leave at once, and come back', async () => {
    const ada = await enterRoom(room, 'ada');
    const bob = await enterRoom(room, 'bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), WAIT);
    const ends: string[] = [];
    ada.mesh.on('peerDisconnected', ({ peer, reason }) => ends.push(`${peer.id} ${reason}`));
    await bob.leave();
    await vi.waitFor(() => expect(ends).toEqual(['bob left']), WAIT);
    await enterRoom(room, 'bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), WAIT);
  });

  it('refuses a peer beyond maxPeers and says so to both', async () => {
    const ada = await enterRoom(room, 'ada', { maxPeers: 1 });
    const bob = await enterRoom(room, 'bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), WAIT);
    const ends: string[] = [];
    const channel = room.hub.createChannel();
    const cem = toPeerId('cem');
    const mesh = new Mesh({
      channel,
      self: cem,
      maxPeers: 10,
      connectTimeoutMs: 30_000,
      createConnection: () => new RTCPeerConnection(),
    });
    mesh.on('peerDisconnected', ({ peer, reason }) => ends.push(`${peer.id} ${reason}`));
    room.onEnd(async () => {
      mesh.close();
      await channel.close();
    });
    mesh.admit(
      await channel.join({ room: 'test', peerId: cem, capabilities: { audio: true, video: true, data: true } }),
    );
    await vi.waitFor(() => expect(ends).toEqual(['ada refused']), WAIT);
    expect(ada.errors).toMatchObject([{ code: 'resource-exhausted' }]);
    expect(bob.connected()).toContain('ada');
  });

  it('ends and makes a connection again on request', async () => {
    const ada = await enterRoom(room, 'ada');
    const bob = await enterRoom(room, 'bob');
    await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['bob'], ['ada']]), WAIT);
    await ada.mesh.disconnect('bob');
    await vi.waitFor(() => expect(bob.mesh.peers).toEqual([]), WAIT);
    await ada.mesh.connect('bob');
    await vi.waitFor(() => expect(bob.connected()).toEqual(['ada']), WAIT);
  });
});
