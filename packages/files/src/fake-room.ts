import { Emitter, type Undo } from '@remotemedia/base';
import type { DataLaneEvents, JsonValue, LaneMessage, Sendable, StripePort } from '@remotemedia/data';
import { sameBytes } from './digest.ts';
import type { FileLane, FilePeer, FileTransport } from './transport-port.ts';

/** For tests: a file in which no two pieces are alike. */
export function fileOf(sizeBytes: number, name = 'a.bin', type = 'application/octet-stream'): File {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4)).map((_, index) =>
    Math.imul(index + sizeBytes, 2_654_435_761),
  );
  return new File([new Uint8Array(words.buffer, 0, sizeBytes)], name, { type, lastModified: 1_700_000_000_000 });
}

/** For tests: whether two files have the same content. */
export async function isSameContent(a: Blob | undefined, b: Blob): Promise<boolean> {
  if (a?.size !== b.size) return false;
  return sameBytes(new Uint8Array(await a.arrayBuffer()), new Uint8Array(await b.arrayBuffer()));
}

/** For tests: a lane whose other end is in the same process. Everything takes a turn of the event loop. */
export class FakeLane extends Emitter<DataLaneEvents> implements FileLane {
  /** Changes or drops (`undefined`) what is sent from here. */
  tamper: (data: Sendable) => Sendable | undefined = (data) => data;
  /** Messages sent from here and not dropped. */
  readonly sent: Sendable[] = [];
  /** While it is set, nothing leaves. */
  isHeld = false;
  /** Whether messages can be sent. */
  isOpen = true;
  #other: FakeLane | undefined;
  #waiting: (() => void)[] = [];

  /** Makes both ends. */
  static pair(): readonly [FakeLane, FakeLane] {
    const [a, b] = [new FakeLane(), new FakeLane()];
    a.#other = b;
    b.#other = a;
    return [a, b];
  }

  /** Sends a copy, one turn later. */
  async send(data: Sendable, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve) === 1 && setTimeout(() => this.#flush()));
    if (signal?.aborted) throw signal.reason;
    if (!this.isOpen) throw new Error('the lane is closed');
    const message = this.tamper(data instanceof Uint8Array ? data.slice() : structuredClone(data));
    if (message === undefined) return;
    this.sent.push(message);
    this.#other?.deliver(message);
  }

  /** Takes a message as if the other end had sent it. */
  deliver(data: Sendable): void {
    if (!this.isOpen) return;
    let message: LaneMessage = { kind: 'json', data: data as Exclude<Sendable, Uint8Array> };
    if (typeof data === 'string') message = { kind: 'text', data };
    if (data instanceof Uint8Array) message = { kind: 'binary', data };
    this.emit('message', message);
  }

  /** Ends both ends. */
  close(): void {
    for (const end of [this, this.#other]) {
      if (!end?.isOpen) continue;
      end.isOpen = false;
      end.emit('close', undefined);
    }
  }

  /** Lets what was held go. */
  release(): void {
    this.isHeld = false;
    this.#flush();
  }

  #flush(): void {
    if (this.isHeld) return;
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setTimeout(() => this.#flush());
  }
}

/** For tests: small messages to the other end, a turn of the event loop later. */
export class FakeControl extends Emitter<Record<string, JsonValue>> {
  /** The other end. */
  other: FakeControl | undefined;

  /** Sends a message. */
  send(topic: string, body: JsonValue): void {
    setTimeout(() => this.other?.emit(topic, structuredClone(body)));
  }

  /** Hears of messages. */
  override on(topic: string, listener: (body: JsonValue) => void): Undo {
    return super.on(topic, listener);
  }
}

/** For tests: another peer as one side sees it. */
export class FakePeer extends Emitter<{ stateChange: undefined }> implements FilePeer {
  /** Its name. */
  readonly id: string;
  /** Name to show. */
  readonly displayName: string;
  /** Where the connection is. */
  state: { readonly kind: string } = { kind: 'connected' };
  /** Its lane. */
  lanes: { readonly bulk: FileLane } | undefined;
  /** The connection to it, where the test has one. */
  connection?: RTCPeerConnection;
  /** Small messages to it, where the test has any. */
  control?: StripePort['control'];

  constructor(id: string) {
    super();
    this.id = id;
    this.displayName = id.toUpperCase();
  }

  /** Changes state and lane, and says so. */
  become(kind: string, bulk: FileLane | undefined = this.lanes?.bulk): void {
    this.state = { kind };
    this.lanes = bulk && { bulk };
    this.emit('stateChange');
  }
}

/** For tests: a room as one side sees it. */
export class FakeTransport extends Emitter<{ peersChange: undefined }> implements FileTransport {
  /** The others. */
  peers: readonly FakePeer[] = [];

  /** Changes who is here, and says so. */
  have(...peers: readonly FakePeer[]): void {
    this.peers = peers;
    this.emit('peersChange');
  }
}

/** For tests: both ends of the way between two peers, `ann` and `bob`. */
export class FakeCall {
  /** Where ann's side is. */
  readonly ann: FakeTransport = new FakeTransport();
  /** Where bob's side is. */
  readonly bob: FakeTransport = new FakeTransport();
  /** Bob, as ann sees him. */
  readonly bobAtAnn: FakePeer = new FakePeer('bob');
  /** Ann, as bob sees her. */
  readonly annAtBob: FakePeer = new FakePeer('ann');
  /** The ends of the lane of now. */
  lanes: { readonly ann: FakeLane; readonly bob: FakeLane };

  constructor() {
    this.lanes = this.connect();
    this.ann.have(this.bobAtAnn);
    this.bob.have(this.annAtBob);
  }

  /** Makes another lane, as a connection made anew has. */
  connect(): { readonly ann: FakeLane; readonly bob: FakeLane } {
    const [ann, bob] = FakeLane.pair();
    this.lanes = { ann, bob };
    this.bobAtAnn.become('connected', ann);
    this.annAtBob.become('connected', bob);
    return this.lanes;
  }

  /** Loses the connection. */
  cut(): void {
    this.lanes.ann.close();
    this.bobAtAnn.become('recovering');
    this.annAtBob.become('recovering');
  }
}
