import { SdkError } from '@remotemedia/base';
import { toPeerId } from '@remotemedia/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enterRoom, framesOf, movingPicture, TestRoom, WAIT } from './test-room.ts';

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

afterEach(() => room.close());

describe('Mesh, when things go wrong', () => {
  it('refuses to keep more messages than are good, and lets go of them with the connection', async () => {
    await enterRoom(room, 'ada');
    const bob = await enterRoom(room, 'bob');
    const sends = Array.from({ length: 1_025 }, (_, index) => bob.mesh.send('ada', String(index)));
    const outcomes = Promise.allSettled(sends);
    await expect(sends[1_024]).rejects.toMatchObject({ code: 'resource-exhausted' });
    await bob.leave();
    const reasons = (await outcomes).flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(new Set(reasons)).toEqual(new Set(['cancelled', 'resource-exhausted']));
  });

  it('offers after a while to a peer that takes no turns', async () => {
    // A peer of another make: it answers offers and knows of no channels.
    const channel = room.hub.createChannel();
    const bare = new RTCPeerConnection();
    const zoe = toPeerId('zoe');
    room.onEnd(async () => {
      bare.close();
      await channel.close();
    });
    const offers: string[] = [];
    channel.on('signal', async ({ from, signal }) => {
      if (signal.type === 'candidate') return void bare.addIceCandidate(signal).catch(() => {});
      offers.push(signal.sdp);
      await bare.setRemoteDescription(signal);
      await bare.setLocalDescription();
      await channel.send(from, { type: 'answer', sdp: bare.localDescription?.sdp ?? '' });
    });
    bare.onicecandidate = ({ candidate }) => {
      if (!candidate?.candidate) return;
      const { sdpMid, sdpMLineIndex } = candidate;
      void channel.send(toPeerId('zz'), { type: 'candidate', candidate: candidate.candidate, sdpMid, sdpMLineIndex });
    };
    await channel.join({ room: 'test', peerId: zoe, capabilities: { audio: true, video: true, data: true } });
    const polite = await enterRoom(room, 'zz');
    await vi.waitFor(() => expect(polite.connected()).toEqual(['zoe']), WAIT);
    const stream = movingPicture(room, 'green');
    await polite.mesh.addTrack({ track: stream.getVideoTracks()[0] as MediaStreamTrack, stream });
    await vi.waitFor(() => expect(offers).toHaveLength(2), WAIT);
    await vi.waitFor(() => expect(bare.getReceivers()).toHaveLength(1), WAIT);
    expect(polite.errors).toEqual([]);
  });

  it('connects a peer with messages and one without, whoever publishes first', async () => {
    // 'zed' is polite and has to ask for its turn on a channel that the other side does not have.
    const zed = await enterRoom(room, 'zed');
    const ada = await enterRoom(room, 'ada', { laneMode: undefined, stream: movingPicture(room, 'red') });
    await vi.waitFor(() => expect(zed.mesh.peers[0]?.tracks).toHaveLength(1), WAIT);
    const stream = movingPicture(room, 'blue');
    await zed.mesh.addTrack({ track: stream.getVideoTracks()[0] as MediaStreamTrack, stream });
    await vi.waitFor(() => expect(ada.mesh.peers[0]?.tracks).toHaveLength(1), WAIT);
    await vi.waitFor(() => expect(ada.connected()).toEqual(['zed']), WAIT);
  });

  it('makes an offer again that could not be sent', async () => {
    const channel = room.hub.createChannel();
    const send = channel.send.bind(channel);
    let failures = 0;
    channel.send = (to, signal, options) => {
      if (signal.type === 'candidate' || failures > 0) return send(to, signal, options);
      failures += 1;
      return Promise.reject(new SdkError('deadline-exceeded', 'lost on the way'));
    };
    const bob = await enterRoom(room, 'bob');
    const ada = await enterRoom(room, 'ada', { channel, stream: movingPicture(room, 'red') });
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), WAIT);
    await vi.waitFor(() => expect(bob.mesh.peers[0]?.tracks).toHaveLength(1), WAIT);
    expect(ada.errors).toEqual([]);
  });

  it('keeps working for others while one peer comes and goes without end', async () => {
    const ada = await enterRoom(room, 'ada');
    const flood = room.hub.createChannel();
    room.onEnd(() => flood.close());
    await flood.join({
      room: 'test',
      peerId: toPeerId('flood'),
      capabilities: { audio: true, video: true, data: true },
    });
    const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
    for (let round = 0; round < 300; round += 1) {
      await flood.dismiss(toPeerId('ada'));
      await flood.send(toPeerId('ada'), { type: 'offer', sdp });
    }
    expect(ada.connections.length).toBeLessThan(10);
    const bob = await enterRoom(room, 'bob');
    await vi.waitFor(() => expect(bob.connected()).toContain('ada'), WAIT);
  });

  it('starts nothing once it is closed', async () => {
    const ada = await enterRoom(room, 'ada');
    await enterRoom(room, 'bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), WAIT);
    const late: unknown[] = [];
    ada.mesh.on('peerDisconnected', ({ peer }) => ada.mesh.connect(peer.id).catch((error) => late.push(error)));
    ada.mesh.close();
    await vi.waitFor(() => expect(late).toMatchObject([{ code: 'cancelled' }]), WAIT);
    expect(ada.mesh.peers).toEqual([]);
    expect(ada.connections.every(({ signalingState }) => signalingState === 'closed')).toBe(true);
  });

  it('restores the connection after a change of path, with the same data channel and tracks', async () => {
    const ada = await enterRoom(room, 'ada', { stream: movingPicture(room, 'green') });
    const bob = await enterRoom(room, 'bob');
    await vi.waitFor(() => expect(bob.mesh.peers[0]?.tracks).toHaveLength(1), WAIT);
    const track = bob.mesh.peers[0]?.tracks[0]?.track;
    ada.mesh.peers[0]?.connection.restartIce();
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), WAIT);
    await ada.mesh.send('bob', 'still here');
    await vi.waitFor(() => expect(bob.heard).toEqual(['ada: still here']), WAIT);
    expect(bob.mesh.peers[0]?.tracks[0]?.track).toBe(track);
    expect(await framesOf(track)).toBeGreaterThan(0);
  });
});
