import { toPeerId } from '@remotemedia/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enterRoom, TestRoom, WAIT } from '../test-room.ts';
import { roomSecretGuard } from '../trust/room-secret-guard.ts';
import { sessionOf } from './session-of.ts';

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

afterEach(() => room.close());

/** An offer of a connection of its own. */
async function anyOffer() {
  const connection = new RTCPeerConnection();
  room.onEnd(() => connection.close());
  connection.createDataChannel('any');
  await connection.setLocalDescription();
  return { type: 'offer', sdp: connection.localDescription?.sdp ?? '' } as const;
}

describe('offers of other connections', () => {
  it('each get a connection of their own, also when they come at once', async () => {
    const ada = await enterRoom(room, 'ada');
    const channel = room.hub.createChannel();
    room.onEnd(() => channel.close());
    const capabilities = { audio: true, video: true, data: true };
    await channel.join({ room: 'test', peerId: toPeerId('bob'), capabilities });
    const offers = [await anyOffer(), await anyOffer()];
    await Promise.all(offers.map((offer) => channel.send(toPeerId('ada'), offer)));
    await vi.waitFor(() => expect(ada.connections).toHaveLength(2), WAIT);
    const second = ada.connections[1];
    await vi.waitFor(() => expect(second?.signalingState).toBe('stable'), WAIT);
    await vi.waitFor(() => expect(second?.remoteDescription).toBeTruthy(), WAIT);
    expect(sessionOf(second?.remoteDescription?.sdp ?? '')).toBe(sessionOf(offers[1]?.sdp ?? ''));
    expect(ada.connections[0]?.signalingState).toBe('closed');
  });

  it("end no connection that works when they are not the peer's", async () => {
    const guardOf = (id: string) => roomSecretGuard({ roomSecret: 'correct horse', room: 'test', self: toPeerId(id) });
    const ada = await enterRoom(room, 'ada', { guard: guardOf('ada') });
    const bob = await enterRoom(room, 'bob', { guard: guardOf('bob') });
    await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['bob'], ['ada']]), WAIT);
    await bob.channel.send(toPeerId('ada'), await anyOffer());
    await vi.waitFor(() => expect(ada.errors).toMatchObject([{ code: 'permission-denied' }]), WAIT);
    await bob.mesh.send('ada', 'still here');
    await vi.waitFor(() => expect(ada.heard).toEqual(['bob: still here']), WAIT);
    expect([ada.connections.length, ada.connected()]).toEqual([1, ['bob']]);
  });
});
