import { toPeerId } from '@remotemedia/signaling';
import { createSignalingHub } from '@remotemedia/signaling/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enterRoom, movingPicture, type TestMember, TestRoom, WAIT } from '../test-room.ts';
import { roomSecretGuard } from './room-secret-guard.ts';
import { safetyCode } from './safety-code.ts';

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

afterEach(() => room.close());

function guardOf(id: string, roomSecret = 'correct horse battery') {
  return roomSecretGuard({ roomSecret, room: 'test', self: toPeerId(id) });
}

/**
 * A server that keeps Ann and Bob apart and says to each that the other is there, while it is the server itself that
 * connects with both, by connections of its own, and passes on what it hears.
 */
async function meetOverHostileServer(withSecret: boolean) {
  const otherHub = createSignalingHub();
  const guardFor = (id: string) => (withSecret ? { guard: guardOf(id) } : {});
  const ann = await enterRoom(room, 'ann', guardFor('ann'));
  const bob = await enterRoom(room, 'bob', { ...guardFor('bob'), channel: otherHub.createChannel() });
  const falseBob = await enterRoom(room, 'bob');
  const falseAnn = await enterRoom(room, 'ann', { channel: otherHub.createChannel() });
  const passOn = (from: TestMember, to: TestMember, id: string) =>
    from.mesh.on('data', ({ data }) => void to.mesh.send(id, String(data)).catch(() => {}));
  passOn(falseBob, falseAnn, 'bob');
  passOn(falseAnn, falseBob, 'ann');
  return { ann, bob, falseBob, falseAnn };
}

function codeFor({ mesh }: TestMember): Promise<string> {
  const { currentLocalDescription, currentRemoteDescription } = mesh.peers[0]?.connection ?? {};
  return safetyCode(currentLocalDescription?.sdp ?? '', currentRemoteDescription?.sdp ?? '');
}

describe('a server that gets between two peers', () => {
  it('hears everything where they have no secret, and their safety codes differ', async () => {
    const { ann, bob, falseBob } = await meetOverHostileServer(false);
    await vi.waitFor(() => expect([ann.connected(), bob.connected()]).toEqual([['bob'], ['ann']]), WAIT);
    await ann.mesh.send('bob', 'the vault is open');
    await vi.waitFor(() => expect(bob.heard).toEqual(['ann: the vault is open']), WAIT);
    expect(falseBob.heard).toEqual(['ann: the vault is open']);
    expect(await codeFor(ann)).not.toBe(await codeFor(bob));
  });

  it('is refused on both sides where they have a secret', async () => {
    const { ann, bob, falseBob, falseAnn } = await meetOverHostileServer(true);
    for (const { errors } of [ann, bob]) {
      await vi.waitFor(() => expect(errors.map(({ code }) => code)).toContain('permission-denied'), WAIT);
      expect(errors[0]?.detail).toMatch(/does not have the same roomSecret, or the signaling server changed it$/);
    }
    for (const { mesh } of [ann, bob]) expect(mesh.peers.map(({ state }) => state.kind)).not.toContain('connected');
    for (const { connections } of [ann, bob, falseBob, falseAnn]) {
      expect(connections.map(({ connectionState }) => connectionState)).not.toContain('connected');
    }
  });
});

it('peers with one secret connect, publish and renegotiate as those without do', async () => {
  const ann = await enterRoom(room, 'ann', { guard: guardOf('ann') });
  const bob = await enterRoom(room, 'bob', { guard: guardOf('bob') });
  await vi.waitFor(() => expect([ann.connected(), bob.connected()]).toEqual([['bob'], ['ann']]), WAIT);
  const stream = movingPicture(room, 'green');
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error('a canvas gives a track');
  await bob.mesh.addTrack({ track, stream });
  await vi.waitFor(() => expect(ann.mesh.peers[0]?.tracks).toHaveLength(1), WAIT);
  const code = await codeFor(ann);
  ann.mesh.peers[0]?.connection.restartIce();
  await vi.waitFor(() => expect(ann.mesh.peers[0]?.connection.signalingState).toBe('stable'), WAIT);
  await ann.mesh.send('bob', 'still here');
  await vi.waitFor(() => expect(bob.heard).toEqual(['ann: still here']), WAIT);
  expect([await codeFor(ann), await codeFor(bob)]).toEqual([code, code]);
  expect([ann.errors, bob.errors]).toEqual([[], []]);
});
