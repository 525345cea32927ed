import { createSignalingHub, type SignalingHub } from '@remotemedia/signaling/testing';
import { expect, vi } from 'vitest';
import { WebRtcTransport } from '../transport/transport.ts';

/** How long media may take. */
export const WAIT = { timeout: 20_000, interval: 50 };

/** Several transports in one room of one page, and what they send. For tests. */
export class PipeCall {
  /** The room's server. */
  readonly hub: SignalingHub = createSignalingHub();
  readonly #transports: WebRtcTransport[] = [];
  readonly #context = new AudioContext({ sampleRate: 48_000 });
  readonly #ends: (() => void)[] = [];

  /** Brings people in, all connected with each other. */
  async enter<const Ids extends readonly string[]>(
    ...ids: Ids
  ): Promise<{ readonly [K in keyof Ids]: WebRtcTransport }> {
    const entered: WebRtcTransport[] = [];
    for (const peerId of ids) {
      const signaling = this.hub.createChannel();
      const transport = await WebRtcTransport.connect({ signaling, room: 'pipes', peerId, getIceServers: () => [] });
      entered.push(transport);
      this.#transports.push(transport);
    }
    for (const transport of entered)
      await vi.waitFor(() => expect(transport.listPeers()).toHaveLength(this.#transports.length - 1), WAIT);
    return entered as unknown as { readonly [K in keyof Ids]: WebRtcTransport };
  }

  /** A steady tone. */
  tone(hz: number): MediaStreamTrack {
    const oscillator = new OscillatorNode(this.#context, { frequency: hz });
    const volume = new GainNode(this.#context, { gain: 0.25 });
    const destination = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 });
    oscillator.connect(volume).connect(destination);
    oscillator.start();
    return only(destination.stream);
  }

  /** A field of one colour that moves. */
  picture(): MediaStreamTrack {
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 });
    const brush = canvas.getContext('2d');
    let turn = 0;
    const draw = () => {
      turn += 1;
      if (!brush) return;
      brush.fillStyle = `hsl(20 90% ${40 + (turn % 10)}%)`;
      brush.fillRect(0, 0, 160, 90);
    };
    draw();
    const timer = setInterval(draw, 40);
    this.#ends.push(() => clearInterval(timer));
    return only(canvas.captureStream(25));
  }

  /** How far from grey a track's pixels are on average: 0 is grey, 255 pure colour. */
  async colourOf(track: MediaStreamTrack): Promise<number> {
    const video = document.createElement('video');
    Object.assign(video, { muted: true, srcObject: new MediaStream([track]) });
    try {
      await video.play();
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      const context = new OffscreenCanvas(16, 9).getContext('2d');
      context?.drawImage(video, 0, 0, 16, 9);
      const { data = [] } = context?.getImageData(0, 0, 16, 9) ?? {};
      let sum = 0;
      for (let at = 0; at < data.length; at += 4) {
        const pixel = data.slice(at, at + 3);
        sum += Math.max(...pixel) - Math.min(...pixel);
      }
      return sum / (data.length / 4);
    } finally {
      video.srcObject = null;
    }
  }

  /** How loud tones are in a track, 0–1. */
  async levelsOf(track: MediaStreamTrack, tonesHz: readonly number[]): Promise<readonly number[]> {
    // Without an element Chromium does not decode what a remote track brings.
    const audio = new Audio();
    Object.assign(audio, { muted: true, srcObject: new MediaStream([track]) });
    const source = this.#context.createMediaStreamSource(new MediaStream([track]));
    const analyser = new AnalyserNode(this.#context, { fftSize: 8_192, smoothingTimeConstant: 0 });
    source.connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    try {
      const begin = this.#context.currentTime;
      await vi.waitFor(() => expect(this.#context.currentTime - begin).toBeGreaterThan(0.3), WAIT);
      analyser.getFloatFrequencyData(bins);
    } finally {
      source.disconnect();
      audio.srcObject = null;
    }
    return tonesHz.map((hz) => {
      const at = Math.round((hz * analyser.fftSize) / this.#context.sampleRate);
      return 10 ** (Math.max(...bins.subarray(at - 2, at + 3)) / 20);
    });
  }

  /** Ends everything. */
  async close(): Promise<void> {
    for (const end of this.#ends.splice(0)) end();
    await Promise.all(this.#transports.splice(0).map((transport) => transport.close()));
    await this.#context.close();
  }
}

/** The tracks that somebody gets from a peer, once there are as many. */
export async function tracksFrom(
  transport: WebRtcTransport,
  peerId: string,
  count: number,
): Promise<readonly MediaStreamTrack[]> {
  await vi.waitFor(() => expect(transport.peers.find(({ id }) => id === peerId)?.tracks).toHaveLength(count), WAIT);
  return transport.peers.find(({ id }) => id === peerId)?.tracks.map(({ track }) => track) ?? [];
}

function only(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (!track) throw new Error('the stream has no track');
  return track;
}
