import type { Heard, Seen } from './hooks.ts';

/** Listens to the sound and looks at the picture of one peer. */
export class Watcher {
  readonly #context: AudioContext;
  readonly #ends: (() => void)[] = [];
  #listener: AudioWorkletNode | undefined;
  #analyser: AnalyserNode | undefined;
  #video: HTMLVideoElement | undefined;
  #pictures = 0;
  #longestGapMs = 0;
  #lastUs: number | undefined;

  /** @param context has `listener.js` */
  constructor(context: AudioContext) {
    this.#context = context;
  }

  /** Takes a track in the place of the one of its kind before. */
  watch(track: MediaStreamTrack): void {
    if (track.kind === 'audio') this.#listen(track);
    else this.#look(track);
  }

  /** Begins anew. */
  begin(): void {
    this.#pictures = 0;
    this.#longestGapMs = 0;
    this.#lastUs = undefined;
    this.#listener?.port.postMessage('begin');
  }

  /** What was heard since. */
  heard(): Promise<Heard> {
    const port = this.#listener?.port;
    if (!port) return Promise.reject(new Error('nothing is heard of this peer'));
    return new Promise((resolve) => {
      port.onmessage = ({ data }: MessageEvent<Heard>) => resolve(data);
      port.postMessage('tell');
    });
  }

  /** What is seen, and was since. */
  seen(): Seen {
    return { colour: this.#colour(), pictures: this.#pictures, longestGapMs: this.#longestGapMs };
  }

  /** How loud tones are. */
  spectrum(tonesHz: readonly number[]): readonly number[] {
    const analyser = this.#analyser;
    if (!analyser) return tonesHz.map(() => 0);
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const binHz = this.#context.sampleRate / analyser.fftSize;
    return tonesHz.map((hz) => {
      const at = Math.round(hz / binHz);
      return 10 ** (Math.max(...bins.subarray(at - 2, at + 3)) / 20);
    });
  }

  /** Lets go of everything. */
  close(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  #listen(track: MediaStreamTrack): void {
    // Without an element Chromium does not decode what a remote track brings.
    const audio = elementOf('audio', track);
    const source = this.#context.createMediaStreamSource(new MediaStream([track]));
    const listener = new AudioWorkletNode(this.#context, 'listener', { numberOfOutputs: 0 });
    const analyser = new AnalyserNode(this.#context, { fftSize: 8_192, smoothingTimeConstant: 0 });
    source.connect(listener);
    source.connect(analyser);
    this.#listener = listener;
    this.#analyser = analyser;
    this.#ends.push(() => {
      source.disconnect();
      letGoOf(audio);
    });
  }

  #look(track: MediaStreamTrack): void {
    const video = elementOf('video', track);
    this.#video = video;
    const shown: VideoFrameRequestCallback = (_, { rtpTimestamp, mediaTime }) => {
      // RTP counts 90 000 in a second; a track that comes out of a pipeline has no such time.
      const us = rtpTimestamp === undefined ? mediaTime * 1e6 : rtpTimestamp / 0.09;
      if (this.#lastUs !== undefined) this.#longestGapMs = Math.max(this.#longestGapMs, (us - this.#lastUs) / 1_000);
      this.#lastUs = us;
      this.#pictures += 1;
      if (video.isConnected) video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
    this.#ends.push(() => letGoOf(video));
  }

  #colour(): number {
    const canvas = new OffscreenCanvas(32, 18);
    const context = canvas.getContext('2d');
    if (!context || !this.#video || this.#video.videoWidth === 0) return Number.NaN;
    context.drawImage(this.#video, 0, 0, 32, 18);
    const { data } = context.getImageData(0, 0, 32, 18);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      sum += Math.max(red, green, blue) - Math.min(red, green, blue);
    }
    return sum / (data.length / 4);
  }
}

function elementOf<Kind extends 'audio' | 'video'>(kind: Kind, track: MediaStreamTrack): HTMLElementTagNameMap[Kind] {
  const element = document.createElement(kind);
  Object.assign(element, { muted: true, autoplay: true, srcObject: new MediaStream([track]) });
  document.body.append(element);
  return element;
}

function letGoOf(element: HTMLMediaElement): void {
  element.srcObject = null;
  element.remove();
}
