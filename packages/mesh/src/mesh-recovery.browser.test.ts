import { RECONNECTION_PRESETS, SdkError } from '@remotemedia/base';
import { type PeerInfo, type SignalingChannel, toPeerId } from '@remotemedia/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enterRoom, framesOf, movingPicture, type TestMember, TestRoom, WAIT } from './test-room.ts';

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

afterEach(() => room.close());

/** Two who are connected; Ada is the impolite one and sends a picture. */
async function pair() {
  const ada = await enterRoom(room, 'ada', { stream: movingPicture(room, 'green') });
  const bob = await enterRoom(room, 'bob');
  await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['bob'], ['ada']]), WAIT);
  await vi.waitFor(() => expect(bob.mesh.peers[0]?.tracks).toHaveLength(1), WAIT);
  const [toBob, toAda] = [peerOf(ada), peerOf(bob)];
  return { ada, bob, toBob, toAda, track: toAda.tracks[0]?.track };
}

function peerOf({ mesh }: TestMember) {
  const [peer] = mesh.peers;
  if (!peer) throw new Error('nobody is there');
  return peer;
}

/** Makes a channel tell of those who were there first as of newcomers, as a server does whose halves were apart. */
function whereAllAreNew(channel: SignalingChannel): SignalingChannel {
  const on = channel.on.bind(channel);
  const join = channel.join.bind(channel);
  const listeners: ((info: PeerInfo) => void)[] = [];
  channel.on = (event, listener) => {
    if (event === 'peerJoined') listeners.push(listener as (info: PeerInfo) => void);
    return on(event, listener);
  };
  channel.join = async (request, options) => {
    const result = await join(request, options);
    for (const info of result.peers) for (const listener of listeners) setTimeout(() => listener(info));
    return { ...result, peers: [] };
  };
  return channel;
}

describe('Mesh, when a connection is lost', () => {
  it('finds a new path on request: same connection, channels, tracks', async () => {
    const { ada, bob, toBob, toAda, track } = await pair();
    const { connection, lanes } = toBob;
    const before = connection.localDescription?.sdp.match(/ice-ufrag:(\S+)/)?.[1];
    for (const peer of [toBob, toAda]) {
      const event = await peer.reconnect();
      expect(event).toMatchObject({ kind: 'restart', isFullReconnect: false });
      expect(event.previousDurationMs).toBeGreaterThan(0);
    }
    expect(connection.localDescription?.sdp.match(/ice-ufrag:(\S+)/)?.[1]).not.toBe(before);
    expect([toBob.connection, toBob.lanes]).toEqual([connection, lanes]);
    expect(toAda.tracks[0]?.track).toBe(track);
    expect(await framesOf(track)).toBeGreaterThan(0);
    await ada.mesh.send('bob', 'still here');
    await vi.waitFor(() => expect(bob.heard).toEqual(['ada: still here']), WAIT);
    expect([...ada.errors, ...bob.errors]).toEqual([]);
  });

  it('takes a new connection on request, under the same peers', async () => {
    const { ada, bob, toBob, toAda, track } = await pair();
    await expect(toAda.reconnect({ full: true })).resolves.toMatchObject({ kind: 'full', isFullReconnect: true });
    await vi.waitFor(() => expect(toBob.state.kind).toBe('connected'), WAIT);
    expect([ada.mesh.peers, bob.mesh.peers]).toEqual([[toBob], [toAda]]);
    await vi.waitFor(() => expect(toAda.tracks).toHaveLength(1), WAIT);
    expect(toAda.tracks[0]?.track).not.toBe(track);
    expect(await framesOf(toAda.tracks[0]?.track)).toBeGreaterThan(0);
    await bob.mesh.send('ada', 'over the new one');
    await vi.waitFor(() => expect(ada.heard).toEqual(['bob: over the new one']), WAIT);
    expect([ada.connections, bob.connections].map(({ length }) => length)).toEqual([2, 2]);
  });

  it('agrees on one connection when both sides take a new one at the same time', async () => {
    const { ada, bob, toBob, toAda } = await pair();
    await Promise.all([toBob.reconnect({ full: true }), toAda.reconnect({ full: true })]);
    await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['bob'], ['ada']]), WAIT);
    await Promise.all([ada.mesh.send('bob', 'one'), bob.mesh.send('ada', 'two')]);
    await vi.waitFor(() => expect([ada.heard, bob.heard]).toEqual([['bob: two'], ['ada: one']]), WAIT);
    await vi.waitFor(() => expect(toAda.tracks).toHaveLength(1), WAIT);
  });

  it.each([0, 1])('is called again when side %i has lost its connection', async (index) => {
    const { ada, bob, toBob, toAda } = await pair();
    const events: string[] = [];
    for (const { mesh } of [ada, bob]) mesh.on('reconnected', ({ peer, kind }) => events.push(`${peer.id} ${kind}`));
    [ada, bob][index]?.connections[0]?.close();
    await vi.waitFor(
      () => expect(events.sort()).toEqual(expect.arrayContaining([`${index ? 'bob' : 'ada'} full`])),
      WAIT,
    );
    await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['bob'], ['ada']]), WAIT);
    expect([ada.mesh.peers, bob.mesh.peers]).toEqual([[toBob], [toAda]]);
    await bob.mesh.send('ada', 'again');
    await vi.waitFor(() => expect(ada.heard).toEqual(['bob: again']), WAIT);
  });

  it('rejects those who wait for a connection when the peer leaves', async () => {
    const { bob, toBob } = await pair();
    const undo = room.hub.blackHole();
    const done = toBob.reconnect({ full: true });
    const outcome = expect(done).rejects.toMatchObject({ code: 'cancelled' });
    undo();
    await bob.leave();
    await outcome;
  });

  it('keeps media, and the peers, while the server is restarted', async () => {
    const { ada, bob, toBob, toAda, track } = await pair();
    const ends: string[] = [];
    for (const { mesh } of [ada, bob]) mesh.on('peerDisconnected', ({ peer }) => ends.push(peer.id));
    const rejoined = [ada, bob].map(({ channel }) => new Promise((resolve) => channel.on('rejoined', resolve)));
    room.hub.restart();
    await Promise.all(rejoined);
    await ada.mesh.send('bob', 'hello');
    await vi.waitFor(() => expect(bob.heard).toEqual(['ada: hello']), WAIT);
    expect([ada.mesh.peers, bob.mesh.peers]).toEqual([[toBob], [toAda]]);
    expect(await framesOf(track)).toBeGreaterThan(0);
    expect(ends).toEqual([]);
    const cem = await enterRoom(room, 'cem');
    await vi.waitFor(() => expect(cem.connected()).toEqual(['ada', 'bob']), WAIT);
    await expect(toAda.reconnect()).resolves.toMatchObject({ kind: 'restart' });
  });

  it('keeps a peer whom the server has lost, and lets it go when its connection ends', async () => {
    const { ada, bob, toBob, track } = await pair();
    const ends: string[] = [];
    ada.mesh.on('peerDisconnected', ({ peer, reason }) => ends.push(`${peer.id} ${reason}`));
    const left = new Promise((resolve) => ada.channel.on('peerLeft', resolve));
    // Not before the track is agreed on at both sides: the answer needs the channel.
    await vi.waitFor(async () => expect(await framesOf(track)).toBeGreaterThan(0), WAIT);
    void bob.channel.close();
    await left;
    expect(await framesOf(track)).toBeGreaterThan(0);
    expect([ada.mesh.peers, ends]).toEqual([[toBob], []]);
    bob.mesh.close();
    await vi.waitFor(() => expect(ends).toEqual(['bob left']), { ...WAIT, timeout: 900 });
  });

  it('takes a peer for gone that neither came back to a restarted server nor kept its connection', async () => {
    const { ada, bob } = await pair();
    const ends: string[] = [];
    ada.mesh.on('peerDisconnected', ({ peer, reason }) => ends.push(`${peer.id} ${reason}`));
    room.hub.restart();
    void bob.channel.close();
    bob.connections[0]?.close();
    await vi.waitFor(() => expect(ends).toEqual(['bob left']), { ...WAIT, timeout: 8_000 });
  });

  it('connects two who hear of each other only as newcomers', async () => {
    const ada = await enterRoom(room, 'ada');
    const bob = await enterRoom(room, 'bob', { channel: whereAllAreNew(room.hub.createChannel()) });
    await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['bob'], ['ada']]), WAIT);
    expect([...ada.errors, ...bob.errors]).toEqual([]);
  });

  it('opens lanes of the application, and no more than are good', async () => {
    const { toBob, toAda, bob } = await pair();
    const lanes: string[] = [];
    toAda.on('lane', (lane) => {
      lanes.push(lane.label);
      lane.on('message', ({ data }) => lane.send(`${data}!`));
    });
    const lane = toBob.createDataChannel('game', { mode: 'unreliable' });
    const answer = new Promise((resolve) => lane.on('message', ({ data }) => resolve(data)));
    await lane.whenOpen();
    await lane.send('up');
    await expect(answer).resolves.toBe('up!');
    expect(lanes).toEqual(['game']);
    for (let count = 1; count <= 64; count += 1) toBob.createDataChannel(`lane ${count}`);
    await vi.waitFor(() => expect(bob.errors).toMatchObject([{ code: 'resource-exhausted' }]), WAIT);
    expect(lanes).toHaveLength(64);
  });

  it('carries control messages and requests', async () => {
    const { toBob, toAda } = await pair();
    const heard: unknown[] = [];
    toAda.control.on('view', (body) => heard.push(body));
    toBob.control.send('view', { height: 360 });
    await vi.waitFor(() => expect(heard).toEqual([{ height: 360 }]), WAIT);
    await expect(toBob.request('time', 'now?')).rejects.toMatchObject({ code: 'unimplemented' });
  });

  it('ends a connection whose descriptions are not the peer’s, and says so', async () => {
    const guard = {
      seal: async (sdp: string) => sdp,
      check: async () => {
        throw new SdkError('permission-denied', 'not sealed');
      },
    };
    const ada = await enterRoom(room, 'ada', { guard });
    const ends: unknown[] = [];
    ada.mesh.on('peerDisconnected', ({ reason, error }) => ends.push(reason, error?.code));
    await enterRoom(room, 'bob');
    await vi.waitFor(() => expect(ends).toEqual(['failed', 'permission-denied']), WAIT);
    expect(ada.errors).toMatchObject([{ code: 'permission-denied' }]);
  });

  it('connects only to those whom it accepts', async () => {
    const ada = await enterRoom(room, 'ada', { accepts: ({ id }) => id !== toPeerId('bob') });
    const bob = await enterRoom(room, 'bob');
    const cem = await enterRoom(room, 'cem', { policy: { ...RECONNECTION_PRESETS.aggressive, maxRetries: 0 } });
    await vi.waitFor(() => expect(cem.connected()).toEqual(['ada', 'bob']), WAIT);
    await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['cem'], ['cem']]), WAIT);
    await expect(ada.mesh.connect('bob')).rejects.toMatchObject({ code: 'permission-denied' });
  });
});
