import { SdkError } from '@remotemedia/base';
import { type SignalingChannel, toPeerId } from '@remotemedia/signaling';
import { createSignalingHub, type SignalingHub } from '@remotemedia/signaling/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Mesh } from './mesh.ts';

let hub: SignalingHub;
let leavers: (() => Promise<void>)[] = [];

/** Enters the test's room with a mesh of its own. */
async function enter(
  id: string,
  options: {
    maxPeers?: number;
    stream?: MediaStream;
    laneMode?: 'reliable' | undefined;
    channel?: SignalingChannel;
  } = {},
) {
  const channel = options.channel ?? hub.createChannel();
  const self = toPeerId(id);
  const connections: RTCPeerConnection[] = [];
  const mesh = new Mesh({
    channel,
    self,
    maxPeers: options.maxPeers ?? 10,
    laneMode: 'laneMode' in options ? options.laneMode : 'reliable',
    connectTimeoutMs: 30_000,
    createConnection: () => {
      const connection = new RTCPeerConnection();
      connections.push(connection);
      return connection;
    },
  });
  const heard: string[] = [];
  mesh.on('data', ({ peer, data }) => heard.push(`${peer.id}: ${data}`));
  const errors: unknown[] = [];
  mesh.on('error', ({ error }) => errors.push(error));
  const leave = async () => {
    mesh.close();
    await channel.close();
  };
  leavers.push(leave);
  for (const track of options.stream?.getTracks() ?? []) {
    await mesh.addTrack({ track, stream: options.stream as MediaStream });
  }
  const result = await channel.join({
    room: 'test',
    peerId: self,
    capabilities: { audio: true, video: true, data: true },
  });
  mesh.admit(result);
  const ids = (kind: string) =>
    mesh.peers
      .filter(({ state }) => state.kind === kind)
      .map((peer) => String(peer.id))
      .sort();
  return { mesh, channel, heard, errors, leave, connections, connected: () => ids('connected') };
}

/** A picture that moves, in one colour. */
function picture(colour: string): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 160;
  canvas.height = 90;
  const context = canvas.getContext('2d');
  let tick = 0;
  const timer = setInterval(() => {
    if (!context) return;
    context.fillStyle = colour;
    context.fillRect(0, 0, 160, 90);
    context.fillStyle = 'white';
    context.fillRect((tick++ * 8) % 160, 0, 8, 90);
  }, 50);
  leavers.push(async () => clearInterval(timer));
  return canvas.captureStream(20);
}

/** Whether frames of a track arrive. */
async function frames(track: MediaStreamTrack | undefined): Promise<number> {
  if (!track) return 0;
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  await Promise.race([video.play(), new Promise((resolve) => setTimeout(resolve, 2_000))]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { totalVideoFrames } = video.getVideoPlaybackQuality();
  video.srcObject = null;
  return totalVideoFrames;
}

const wait = { timeout: 15_000, interval: 20 };

beforeEach(() => {
  hub = createSignalingHub();
});

afterEach(async () => {
  for (const leave of leavers.reverse()) await leave();
  leavers = [];
});

describe('Mesh', () => {
  it('connects those who come with those who are there', async () => {
    const ada = await enter('ada');
    const bob = await enter('bob');
    const cem = await enter('cem');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob', 'cem']), wait);
    await vi.waitFor(() => expect(bob.connected()).toEqual(['ada', 'cem']), wait);
    await vi.waitFor(() => expect(cem.connected()).toEqual(['ada', 'bob']), wait);
    expect([...ada.errors, ...bob.errors, ...cem.errors]).toEqual([]);
  });

  it('makes one connection for each pair when all come at once', async () => {
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((id) => enter(id, { stream: picture('red') })));
    for (const { connected } of all) await vi.waitFor(() => expect(connected()).toHaveLength(3), wait);
    for (const { connections, errors } of all) {
      expect(connections).toHaveLength(3);
      expect(errors).toEqual([]);
    }
  });

  it('delivers messages once and in order', async () => {
    const ada = await enter('ada');
    const bob = await enter('bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), wait);
    await vi.waitFor(() => expect(bob.connected()).toEqual(['ada']), wait);
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    await Promise.all(lines.map((line) => ada.mesh.send('bob', line)));
    await vi.waitFor(() => expect(bob.heard).toEqual(lines.map((line) => `ada: ${line}`)), wait);
  });

  it('keeps messages for a peer that is still connecting', async () => {
    const ada = await enter('ada');
    const bob = await enter('bob');
    await Promise.all(['1', '2', '3'].map((line) => bob.mesh.send('ada', line)));
    await vi.waitFor(() => expect(ada.heard).toEqual(['bob: 1', 'bob: 2', 'bob: 3']), wait);
  });

  it('refuses to keep more messages than are good, and lets go of them with the connection', async () => {
    await enter('ada');
    const bob = await enter('bob');
    const sends = Array.from({ length: 1_025 }, (_, index) => bob.mesh.send('ada', String(index)));
    const outcomes = Promise.allSettled(sends);
    await expect(sends[1_024]).rejects.toMatchObject({ code: 'resource-exhausted' });
    await bob.leave();
    const reasons = (await outcomes).flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(new Set(reasons)).toEqual(new Set(['cancelled', 'resource-exhausted']));
  });

  it('waits while much is buffered, and goes on in order', async () => {
    const ada = await enter('ada');
    const bob = await enter('bob');
    const sizes: number[] = [];
    bob.mesh.on('data', ({ data }) => sizes.push(data.length));
    const chunk = new Uint8Array(200_000);
    const sends = Array.from({ length: 40 }, () => ada.mesh.send('bob', chunk));
    await Promise.all([...sends, vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), wait)]);
    await vi.waitFor(() => expect(sizes).toEqual(Array.from({ length: 40 }, () => 200_000)), wait);
  });

  it('survives both sides adding tracks at the same moment, again and again', async () => {
    const ada = await enter('ada');
    const bob = await enter('bob');
    await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['bob'], ['ada']]), wait);
    for (let round = 0; round < 5; round += 1) {
      const streams = [picture('red'), picture('blue')] as const;
      const tracks = streams.map((stream) => stream.getVideoTracks()[0] as MediaStreamTrack);
      await Promise.all([
        ada.mesh.addTrack({ track: tracks[0] as MediaStreamTrack, stream: streams[0] }),
        bob.mesh.addTrack({ track: tracks[1] as MediaStreamTrack, stream: streams[1] }),
      ]);
      await vi.waitFor(() => expect(ada.mesh.peers[0]?.tracks).toHaveLength(1), wait);
      await vi.waitFor(() => expect(bob.mesh.peers[0]?.tracks).toHaveLength(1), wait);
      expect(await frames(ada.mesh.peers[0]?.tracks[0]?.track)).toBeGreaterThan(0);
      expect(await frames(bob.mesh.peers[0]?.tracks[0]?.track)).toBeGreaterThan(0);
      await Promise.all([
        ada.mesh.removeTrack(tracks[0] as MediaStreamTrack),
        bob.mesh.removeTrack(tracks[1] as MediaStreamTrack),
      ]);
      await vi.waitFor(() => expect([ada.mesh.peers[0]?.tracks, bob.mesh.peers[0]?.tracks]).toEqual([[], []]), wait);
    }
    expect([...ada.errors, ...bob.errors]).toEqual([]);
    // Transceivers are used again, so the description does not grow with every change.
    expect(ada.mesh.peers[0]?.connection.getTransceivers().length).toBe(1);
  });

  it('offers after a while to a peer that takes no turns', async () => {
    // A peer of another make: it answers offers and knows of no channels.
    const channel = hub.createChannel();
    const bare = new RTCPeerConnection();
    const zoe = toPeerId('zoe');
    leavers.push(async () => {
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
    const polite = await enter('zz');
    await vi.waitFor(() => expect(polite.connected()).toEqual(['zoe']), wait);
    const stream = picture('green');
    await polite.mesh.addTrack({ track: stream.getVideoTracks()[0] as MediaStreamTrack, stream });
    await vi.waitFor(() => expect(offers).toHaveLength(2), wait);
    await vi.waitFor(() => expect(bare.getReceivers()).toHaveLength(1), wait);
    expect(polite.errors).toEqual([]);
  });

  it('connects a peer with messages and one without, whoever publishes first', async () => {
    // 'zed' is polite and has to ask for its turn on a channel that the other side does not have.
    const zed = await enter('zed');
    const ada = await enter('ada', { laneMode: undefined, stream: picture('red') });
    await vi.waitFor(() => expect(zed.mesh.peers[0]?.tracks).toHaveLength(1), wait);
    const stream = picture('blue');
    await zed.mesh.addTrack({ track: stream.getVideoTracks()[0] as MediaStreamTrack, stream });
    await vi.waitFor(() => expect(ada.mesh.peers[0]?.tracks).toHaveLength(1), wait);
    await vi.waitFor(() => expect(ada.connected()).toEqual(['zed']), wait);
  });

  it('makes an offer again that could not be sent', async () => {
    const channel = hub.createChannel();
    const send = channel.send.bind(channel);
    let failures = 0;
    channel.send = (to, signal, options) => {
      if (signal.type === 'candidate' || failures > 0) return send(to, signal, options);
      failures += 1;
      return Promise.reject(new SdkError('deadline-exceeded', 'lost on the way'));
    };
    const bob = await enter('bob');
    const ada = await enter('ada', { channel, stream: picture('red') });
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), wait);
    await vi.waitFor(() => expect(bob.mesh.peers[0]?.tracks).toHaveLength(1), wait);
    expect(ada.errors).toMatchObject([{ code: 'deadline-exceeded' }]);
  });

  it('keeps working for others while one peer comes and goes without end', async () => {
    const ada = await enter('ada');
    const flood = hub.createChannel();
    leavers.push(() => flood.close());
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
    const bob = await enter('bob');
    await vi.waitFor(() => expect(bob.connected()).toContain('ada'), wait);
  });

  it('starts nothing once it is closed', async () => {
    const ada = await enter('ada');
    await enter('bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), wait);
    const late: unknown[] = [];
    ada.mesh.on('peerDisconnected', ({ peer }) => ada.mesh.connect(peer.id).catch((error) => late.push(error)));
    ada.mesh.close();
    await vi.waitFor(() => expect(late).toMatchObject([{ code: 'cancelled' }]), wait);
    expect(ada.mesh.peers).toEqual([]);
    expect(ada.connections.every(({ signalingState }) => signalingState === 'closed')).toBe(true);
  });

  it('sees a peer leave at once, and come back', async () => {
    const ada = await enter('ada');
    const bob = await enter('bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), wait);
    const ends: string[] = [];
    ada.mesh.on('peerDisconnected', ({ peer, reason }) => ends.push(`${peer.id} ${reason}`));
    await bob.leave();
    await vi.waitFor(() => expect(ends).toEqual(['bob left']), wait);
    await enter('bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), wait);
  });

  it('refuses a peer beyond maxPeers and says so to both', async () => {
    const ada = await enter('ada', { maxPeers: 1 });
    const bob = await enter('bob');
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), wait);
    const ends: string[] = [];
    const channel = hub.createChannel();
    const cem = toPeerId('cem');
    const mesh = new Mesh({
      channel,
      self: cem,
      maxPeers: 10,
      connectTimeoutMs: 30_000,
      createConnection: () => new RTCPeerConnection(),
    });
    mesh.on('peerDisconnected', ({ peer, reason }) => ends.push(`${peer.id} ${reason}`));
    leavers.push(async () => {
      mesh.close();
      await channel.close();
    });
    mesh.admit(
      await channel.join({ room: 'test', peerId: cem, capabilities: { audio: true, video: true, data: true } }),
    );
    await vi.waitFor(() => expect(ends).toEqual(['ada refused']), wait);
    expect(ada.errors).toMatchObject([{ code: 'resource-exhausted' }]);
    expect(bob.connected()).toContain('ada');
  });

  it('ends and makes a connection again on request', async () => {
    const ada = await enter('ada');
    const bob = await enter('bob');
    await vi.waitFor(() => expect([ada.connected(), bob.connected()]).toEqual([['bob'], ['ada']]), wait);
    await ada.mesh.disconnect('bob');
    await vi.waitFor(() => expect(bob.mesh.peers).toEqual([]), wait);
    await ada.mesh.connect('bob');
    await vi.waitFor(() => expect(bob.connected()).toEqual(['ada']), wait);
  });

  it('restores the connection after a change of path, with the same data channel and tracks', async () => {
    const ada = await enter('ada', { stream: picture('green') });
    const bob = await enter('bob');
    await vi.waitFor(() => expect(bob.mesh.peers[0]?.tracks).toHaveLength(1), wait);
    const track = bob.mesh.peers[0]?.tracks[0]?.track;
    ada.mesh.peers[0]?.connection.restartIce();
    await vi.waitFor(() => expect(ada.connected()).toEqual(['bob']), wait);
    await ada.mesh.send('bob', 'still here');
    await vi.waitFor(() => expect(bob.heard).toEqual(['ada: still here']), wait);
    expect(bob.mesh.peers[0]?.tracks[0]?.track).toBe(track);
    expect(await frames(track)).toBeGreaterThan(0);
  });
});
