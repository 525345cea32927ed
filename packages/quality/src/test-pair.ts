import { Emitter, SerialQueue, type Undo } from '@remotemedia/base';
import type { QualityPeer, QualitySender, QualitySource } from './quality-port.ts';

/** How long tests wait for what they expect. */
export const WAIT = { timeout: 12_000, interval: 50 };

/** One end of a real connection, seen from the other. */
class EndPeer extends Emitter<{ stateChange: undefined }> implements QualityPeer {
  readonly id: string;
  readonly connection: RTCPeerConnection;
  readonly #lane: RTCDataChannel;
  readonly #queue = new SerialQueue();
  readonly #senders: QualitySender[] = [];

  constructor(id: string, connection: RTCPeerConnection) {
    super();
    this.id = id;
    this.connection = connection;
    this.#lane = connection.createDataChannel('control', { negotiated: true, id: 1 });
    this.#lane.onopen = () => this.emit('stateChange');
  }

  get state(): { readonly kind: string } {
    return { kind: this.#lane.readyState === 'open' ? 'connected' : 'connecting' };
  }

  readonly control = {
    send: (topic: string, body: unknown): void => this.#lane.send(JSON.stringify({ topic, body })),
    on: (topic: string, listener: (body: unknown) => void): Undo => {
      const hear = ({ data }: MessageEvent<string>) => {
        const message = JSON.parse(data) as { topic: string; body: unknown };
        if (message.topic === topic) listener(message.body);
      };
      this.#lane.addEventListener('message', hear);
      return () => this.#lane.removeEventListener('message', hear);
    },
  };

  changeSenders(change: (senders: readonly QualitySender[]) => Promise<void> | void): Promise<void> {
    return this.#queue.run(() => change(this.#senders));
  }

  publish(track: MediaStreamTrack, options: QualitySender['options'], sendEncodings: RTCRtpEncodingParameters[]): void {
    const transceiver = this.connection.addTransceiver(track, {
      direction: 'sendrecv',
      streams: [new MediaStream([track])],
      sendEncodings,
    });
    this.#senders.push({ track, sender: transceiver.sender, transceiver, options });
  }
}

/** What a test's sender sends beside the defaults. */
export interface Publication {
  /** What is sent. */
  readonly track: MediaStreamTrack;
  /** How it was published. */
  readonly options?: QualitySender['options'];
  /** Encodings to begin with. */
  readonly sendEncodings?: RTCRtpEncodingParameters[];
}

/** Two real connections in one page, joined: Ada sends, Bob receives. */
export class TestPair {
  /** Bob as Ada sees him. */
  readonly bob: QualityPeer;
  /** Ada as Bob sees her. */
  readonly ada: QualityPeer;
  readonly #sending = new RTCPeerConnection();
  readonly #receiving = new RTCPeerConnection();

  /** @param publications what Ada sends */
  constructor(publications: readonly Publication[]) {
    const bob = new EndPeer('bob', this.#sending);
    this.bob = bob;
    this.ada = new EndPeer('ada', this.#receiving);
    this.#sending.onicecandidate = ({ candidate }) => void this.#receiving.addIceCandidate(candidate ?? undefined);
    this.#receiving.onicecandidate = ({ candidate }) => void this.#sending.addIceCandidate(candidate ?? undefined);
    for (const { track, options = {}, sendEncodings = [] } of publications) bob.publish(track, options, sendEncodings);
  }

  /** What Ada's side watches: Bob alone. */
  get adasRoom(): QualitySource {
    return { peers: [this.bob], on: () => () => {} };
  }

  /** What Bob's side watches: Ada alone. */
  get bobsRoom(): QualitySource {
    return { peers: [this.ada], on: () => () => {} };
  }

  /** What Bob receives of one kind. */
  received(kind: string): MediaStreamTrack {
    const found = this.#receiving.getReceivers().find(({ track }) => track.kind === kind);
    if (!found) throw new Error(`no ${kind} is received`);
    return found.track;
  }

  /**
   * Connects them.
   *
   * @param answerWith rewrites Bob's answer before Ada sees it
   */
  async connect(answerWith = (answer: string, _offer: string): string => answer): Promise<void> {
    await this.#sending.setLocalDescription();
    const offer = this.#sending.localDescription?.sdp ?? '';
    await this.#receiving.setRemoteDescription({ type: 'offer', sdp: offer });
    await this.#receiving.setLocalDescription();
    const answer = this.#receiving.localDescription?.sdp ?? '';
    await this.#sending.setRemoteDescription({ type: 'answer', sdp: answerWith(answer, offer) });
  }

  /** Ends both. */
  close(): void {
    for (const connection of [this.#sending, this.#receiving]) {
      connection.onicecandidate = null;
      connection.close();
    }
  }
}

/** A moving picture of the size asked for; `stop` ends it. */
export function movingPicture(width: number, height: number): { track: MediaStreamTrack; stop: () => void } {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  let tick = 0;
  const timer = setInterval(() => {
    tick += 1;
    for (let column = 0; context && column < 16; column += 1) {
      context.fillStyle = `hsl(${(tick * 7 + column * 40) % 360} 80% 50%)`;
      context.fillRect((column * width) / 16, ((tick + column) * 11) % height, width / 16, height / 3);
    }
  }, 33);
  const [track] = canvas.captureStream(30).getVideoTracks();
  if (!track) throw new Error('the canvas gives no track');
  const stop = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, stop };
}
