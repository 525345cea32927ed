import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PeerMetrics } from './peer-metrics.ts';
import { type EnterOptions, enterRoom, framesOf, movingPicture, type TestMember, TestRoom, WAIT } from './test-room.ts';

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

afterEach(() => room.close());

async function trio(options: EnterOptions = {}) {
  const ada = await enterRoom(room, 'ada', options);
  const bob = await enterRoom(room, 'bob');
  const cem = await enterRoom(room, 'cem');
  await vi.waitFor(() => expect([ada, bob, cem].map((each) => each.connected().length)).toEqual([2, 2, 2]), WAIT);
  return { ada, bob, cem, toBob: peerOf(ada, 'bob') };
}

function peerOf({ mesh }: TestMember, id: string) {
  const peer = mesh.peers.find((each) => each.id === id);
  if (!peer) throw new Error(`${id} is not there`);
  return peer;
}

function picture(): MediaStreamTrack {
  const [track] = movingPicture(room, 'green').getVideoTracks();
  if (!track) throw new Error('a canvas gives a track');
  return track;
}

function sound(): MediaStreamTrack {
  const context = new AudioContext();
  room.onEnd(() => context.close());
  const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
  if (!track) throw new Error('a destination gives a track');
  return track;
}

const kindsFrom = (member: TestMember, id: string) =>
  peerOf(member, id)
    .tracks.map(({ track }) => track.kind)
    .sort();

describe('a peer', () => {
  it('gets tracks for itself alone, also over a new connection, until they are taken back', async () => {
    const { ada, bob, cem, toBob } = await trio();
    const video = picture();
    await toBob.addVideoTrack(video, { maxBitrateKbps: 300 });
    await toBob.addAudioTrack(sound());
    await vi.waitFor(() => expect(kindsFrom(bob, 'ada')).toEqual(['audio', 'video']), WAIT);
    await toBob.reconnect({ full: true });
    await vi.waitFor(() => expect(kindsFrom(bob, 'ada')).toEqual(['audio', 'video']), WAIT);
    expect(
      await framesOf(peerOf(bob, 'ada').tracks.find(({ track }) => track.kind === 'video')?.track),
    ).toBeGreaterThan(0);
    await toBob.removeTrack(video);
    await vi.waitFor(() => expect(kindsFrom(bob, 'ada')).toEqual(['audio']), WAIT);
    expect([kindsFrom(cem, 'ada'), ada.errors, video.readyState]).toEqual([[], [], 'live']);
  });

  it('refuses tracks that cannot be sent', async () => {
    const { toBob, bob } = await trio();
    const ended = picture();
    await expect(toBob.addAudioTrack(ended)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(toBob.addVideoTrack(sound())).rejects.toMatchObject({ code: 'invalid-argument' });
    ended.stop();
    await expect(toBob.addVideoTrack(ended)).rejects.toMatchObject({ code: 'invalid-argument' });
    await bob.leave();
    await vi.waitFor(() => expect(toBob.state.kind).toBe('closed'), WAIT);
    await expect(toBob.addVideoTrack(picture())).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  it('says how good its connection is, where somebody measures', async () => {
    const metrics = { qualityScore: 93 } as PeerMetrics;
    const { toBob, bob } = await trio({ measure: async (id) => (id === 'bob' ? metrics : undefined) });
    await expect(toBob.getMetrics()).resolves.toBe(metrics);
    await expect(peerOf(bob, 'ada').getMetrics()).resolves.toBeUndefined();
  });

  it('tells of its reconnections until nobody wants to know', async () => {
    const { toBob } = await trio();
    const kinds: string[] = [];
    const undo = toBob.onReconnection(({ kind }) => kinds.push(kind));
    await toBob.reconnect();
    undo();
    await toBob.reconnect();
    expect(kinds).toEqual(['restart']);
  });
});
