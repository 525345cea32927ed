import type { SdkError } from '@remotemedia/base';
import { type SignalingChannel, toPeerId } from '@remotemedia/signaling';
import { createSignalingHub, type SignalingHub } from '@remotemedia/signaling/testing';
import { Mesh } from './mesh.ts';
import type { MeshOptions } from './mesh-options.ts';

/** How long tests wait for what they expect. */
export const WAIT = { timeout: 15_000, interval: 20 };

/** A room for one test, with everything that has to go when the test ends. */
export class TestRoom {
  /** Signaling of this room alone. */
  readonly hub: SignalingHub = createSignalingHub();
  readonly #leavers: (() => Promise<void> | void)[] = [];

  /** Does `leave` when the test ends. */
  onEnd(leave: () => Promise<void> | void): void {
    this.#leavers.push(leave);
  }

  /** Lets everything go, newest first. */
  async close(): Promise<void> {
    for (const leave of this.#leavers.reverse()) await leave();
  }
}

/** How a test's peer enters; what is left out is as usual. */
export interface EnterOptions {
  /** Most other peers. @default 10 */
  readonly maxPeers?: number;
  /** What it publishes from the start. */
  readonly stream?: MediaStream;
  /** How messages are delivered; `undefined` for none. @default 'reliable' */
  readonly laneMode?: 'reliable' | undefined;
  /** Its way to the others. @default a new channel of the room's hub */
  readonly channel?: SignalingChannel;
  /** Seals and checks descriptions. @default nothing does */
  readonly guard?: MeshOptions['guard'];
  /** Whom it connects to. @default everyone */
  readonly accepts?: MeshOptions['accepts'];
  /** Measures its connections. @default nobody does */
  readonly measure?: MeshOptions['measure'];
  /** When it tries again. @default the usual one */
  readonly policy?: MeshOptions['policy'];
}

/** A peer of a test, and what it heard. */
export interface TestMember {
  /** Its mesh. */
  readonly mesh: Mesh;
  /** Its way to the others. */
  readonly channel: SignalingChannel;
  /** Messages as `peer: text`, in their order. */
  readonly heard: string[];
  /** Errors that ended nothing. */
  readonly errors: SdkError[];
  /** Every connection that its mesh made. */
  readonly connections: RTCPeerConnection[];
  /** Ids of the peers that it is connected to, in alphabetical order. */
  connected(): string[];
  /** Leaves the room. */
  leave(): Promise<void>;
}

/** Enters a room with a mesh of its own. */
export async function enterRoom(room: TestRoom, id: string, options: EnterOptions = {}): Promise<TestMember> {
  const channel = options.channel ?? room.hub.createChannel();
  const self = toPeerId(id);
  const connections: RTCPeerConnection[] = [];
  const mesh = new Mesh({
    channel,
    self,
    maxPeers: options.maxPeers ?? 10,
    laneMode: 'laneMode' in options ? options.laneMode : 'reliable',
    connectTimeoutMs: 30_000,
    guard: options.guard,
    accepts: options.accepts,
    policy: options.policy,
    measure: options.measure,
    createConnection: () => {
      const connection = new RTCPeerConnection();
      connections.push(connection);
      return connection;
    },
  });
  const heard: string[] = [];
  mesh.on('data', ({ peer, data }) => heard.push(`${peer.id}: ${data}`));
  const errors: SdkError[] = [];
  mesh.on('error', ({ error }) => errors.push(error));
  const leave = async () => {
    mesh.close();
    await channel.close();
  };
  room.onEnd(leave);
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

/** A picture that moves, in one colour, until the test ends. */
export function movingPicture(room: TestRoom, colour: string): MediaStream {
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
  room.onEnd(() => clearInterval(timer));
  return canvas.captureStream(20);
}

/** How many frames of a track are shown within half a second. */
export async function framesOf(track: MediaStreamTrack | undefined): Promise<number> {
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
