import { type Clock, Disposables, SdkError, withDeadline } from '@remotemedia/base';

/** How a {@link Loopback} is opened. */
export interface LoopbackOptions {
  /** Gives up early. */
  readonly signal?: AbortSignal | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

/** Two connections of the page with itself take a few tens of ms; in ms. */
const TIMEOUT_MS = 10_000;

/**
 * A track that comes back over two peer connections within the page. Browsers take what they play of a peer connection as
 * the reference of their echo cancellation wherever they run; what Web Audio makes, only some do. It costs an encoding with
 * Opus and some tens of ms.
 */
export class Loopback {
  /** What comes back; ended by {@link Loopback.close}. */
  readonly track: MediaStreamTrack;
  readonly #life: Disposables;

  private constructor(track: MediaStreamTrack, life: Disposables) {
    this.track = track;
    this.#life = life;
  }

  /**
   * Opens a loopback. `input` stays the caller's.
   *
   * @throws {SdkError} `deadline-exceeded` or `cancelled`; `unavailable` when the page can make no connections
   */
  static async open(input: MediaStreamTrack, { signal, clock }: LoopbackOptions = {}): Promise<Loopback> {
    const life = new Disposables();
    try {
      const connect = () => connectPair(input, life);
      const track = await withDeadline(connect, { timeoutMs: TIMEOUT_MS, what: 'the loopback', signal, clock });
      return new Loopback(track, life);
    } catch (error) {
      life.dispose();
      throw SdkError.from(error, 'unavailable');
    }
  }

  /** Ends the track and closes both connections. Calling it again does nothing. */
  close(): void {
    this.track.stop();
    this.#life.dispose();
  }
}

async function connectPair(input: MediaStreamTrack, life: Disposables): Promise<MediaStreamTrack> {
  const sender = new RTCPeerConnection();
  life.add(() => sender.close());
  const receiver = new RTCPeerConnection();
  life.add(() => receiver.close());
  passCandidates(sender, receiver, life);
  passCandidates(receiver, sender, life);
  sender.addTransceiver(input, { direction: 'sendonly' });
  const [transceiver] = await negotiate(sender, receiver);
  if (!transceiver) throw new SdkError('internal', 'the loopback has no receiver');
  // Nothing is lost or late within a page, so nothing needs to be held back.
  if ('jitterBufferTarget' in transceiver.receiver) transceiver.receiver.jitterBufferTarget = 0;
  await connected(receiver, life);
  return transceiver.receiver.track;
}

function passCandidates(from: RTCPeerConnection, to: RTCPeerConnection, life: Disposables): void {
  const pass = (event: Event) => {
    if (event instanceof RTCPeerConnectionIceEvent && event.candidate)
      to.addIceCandidate(event.candidate).catch(() => {});
  };
  life.listen(from, 'icecandidate', pass);
}

async function negotiate(sender: RTCPeerConnection, receiver: RTCPeerConnection): Promise<RTCRtpTransceiver[]> {
  await sender.setLocalDescription();
  if (sender.localDescription) await receiver.setRemoteDescription(sender.localDescription);
  await receiver.setLocalDescription();
  const { type = 'answer', sdp = '' } = receiver.localDescription ?? {};
  await sender.setRemoteDescription({ type, sdp: fullQuality(sdp) });
  return receiver.getTransceivers();
}

/** Both channels, and a bitrate at which nothing is heard of the coding (RFC 7587 §6.1). */
function fullQuality(sdp: string): string {
  return sdp.replace(/(a=fmtp:\d+ .*useinbandfec=1)/g, '$1;stereo=1;sprop-stereo=1;maxaveragebitrate=256000');
}

function connected(connection: RTCPeerConnection, life: Disposables): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (connection.connectionState === 'connected') resolve();
      if (connection.connectionState === 'failed') reject(new SdkError('unavailable', 'the loopback found no way'));
    };
    life.listen(connection, 'connectionstatechange', look);
    look();
  });
}
