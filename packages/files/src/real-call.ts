import { DataLane } from '@remotemedia/data';
import { FakeControl, FakePeer, FakeTransport } from './fake-room.ts';

/** A lane that says what one has whose way is long and loses packets. */
class FarDataLane extends DataLane {
  override get stats(): DataLane['stats'] {
    return { ...super.stats, waiting: Math.max(1, super.stats.waiting), bufferedBytes: 100_000, shortestTripMs: 120 };
  }
}

/** For tests: two real connections in this page, with the lane for files between them. */
export class RealCall {
  /** Where ann's side is. */
  readonly ann: FakeTransport = new FakeTransport();
  /** Where bob's side is. */
  readonly bob: FakeTransport = new FakeTransport();
  /** How its connections are set up. */
  readonly configuration: RTCConfiguration = { bundlePolicy: 'max-bundle' };
  readonly #bobAtAnn = new FakePeer('bob');
  readonly #annAtBob = new FakePeer('ann');
  #connections: readonly RTCPeerConnection[] = [];
  #bobsLane: DataLane | undefined;

  readonly #isFar: boolean;

  /** @param isFar whether the way looks as if it were long and lost packets */
  constructor({ isFar = false }: { readonly isFar?: boolean } = {}) {
    this.#isFar = isFar;
    const [a, b] = [new FakeControl(), new FakeControl()];
    a.other = b;
    b.other = a;
    if (isFar) {
      this.#bobAtAnn.control = a;
      this.#annAtBob.control = b;
    }
    this.ann.have(this.#bobAtAnn);
    this.bob.have(this.#annAtBob);
  }

  /** Connects, anew if there was a connection before. Resolves when the lanes are open. */
  async connect(): Promise<void> {
    const [a, b] = [new RTCPeerConnection(this.configuration), new RTCPeerConnection(this.configuration)];
    this.#connections = [a, b];
    a.onicecandidate = ({ candidate }) => void b.addIceCandidate(candidate ?? undefined);
    b.onicecandidate = ({ candidate }) => void a.addIceCandidate(candidate ?? undefined);
    const lanes = [a, b].map((connection) => {
      const channel = connection.createDataChannel('bulk', { negotiated: true, id: 3 });
      const maxMessageBytes = () => connection.sctp?.maxMessageSize;
      return new (this.#isFar ? FarDataLane : DataLane)(channel, { delivery: { mode: 'reliable' }, maxMessageBytes });
    });
    await a.setLocalDescription();
    if (a.localDescription) await b.setRemoteDescription(a.localDescription);
    await b.setLocalDescription();
    if (b.localDescription) await a.setRemoteDescription(b.localDescription);
    await Promise.all(lanes.map((lane) => lane.whenOpen()));
    this.#bobAtAnn.connection = a;
    this.#annAtBob.connection = b;
    this.#bobAtAnn.become('connected', lanes[0]);
    this.#annAtBob.become('connected', lanes[1]);
    this.#bobsLane = lanes[1];
  }

  /** Opens another data channel beside the lane; gives both ends. */
  async openChannel(label: string): Promise<readonly [RTCDataChannel, RTCDataChannel]> {
    const [a, b] = this.#connections.map((connection) =>
      connection.createDataChannel(label, { negotiated: true, id: 0 }),
    );
    if (!a || !b) throw new Error('connect first');
    for (const channel of [a, b]) {
      if (channel.readyState !== 'open') await new Promise((resolve) => channel.addEventListener('open', resolve));
    }
    return [a, b];
  }

  /** Bytes that came to bob over the lane of now. */
  get receivedBytes(): number {
    return this.#bobsLane?.stats.bytesReceived ?? 0;
  }

  /** Ends the connection, as a lost path does in the end. */
  cut(): void {
    for (const connection of this.#connections) connection.close();
    for (const peer of [this.#bobAtAnn, this.#annAtBob]) peer.become('recovering');
  }
}
