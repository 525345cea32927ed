import type { Peer } from '@remotemedia/sdk';
import type { Arrivals } from './hooks.ts';
import { now } from './now.ts';

/** Notes when sound and pictures of one peer arrive. Picture and sound go to elements, as they do in an application. */
export class ArrivalWatch {
  readonly #audio: number[] = [];
  readonly #video: number[] = [];
  readonly #watched = new Map<MediaStreamTrack, () => void>();
  readonly #context: AudioContext;

  constructor(context: AudioContext) {
    this.#context = context;
  }

  /** All arrivals so far. */
  get arrivals(): Arrivals {
    return { audio: this.#audio, video: this.#video };
  }

  /** Whether pictures and sound arrived in the last `ms` milliseconds. */
  isFlowing(ms: number): boolean {
    const since = now() - ms;
    return (this.#audio.at(-1) ?? 0) > since && (this.#video.at(-1) ?? 0) > since;
  }

  /** Watches the tracks that a peer has now, and no others. */
  look(peer: Peer): void {
    const tracks = peer.tracks.map(({ track }) => track);
    for (const [track, end] of this.#watched) {
      if (tracks.includes(track)) continue;
      end();
      this.#watched.delete(track);
    }
    for (const track of tracks) {
      if (this.#watched.has(track)) continue;
      this.#watched.set(track, track.kind === 'video' ? this.#watchVideo(track) : this.#watchAudio(track));
    }
  }

  /** Forgets what arrived. */
  clear(): void {
    this.#audio.length = 0;
    this.#video.length = 0;
  }

  /** Lets go of all. */
  close(): void {
    for (const end of this.#watched.values()) end();
    this.#watched.clear();
  }

  #watchVideo(track: MediaStreamTrack): () => void {
    const video = elementOf('video', track);
    const shown = (): void => {
      this.#video.push(now());
      if (video.isConnected) video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
    return () => letGoOf(video);
  }

  #watchAudio(track: MediaStreamTrack): () => void {
    // Without an element Chromium does not decode what a remote track brings.
    const audio = elementOf('audio', track);
    const source = this.#context.createMediaStreamSource(new MediaStream([track]));
    const node = new AudioWorkletNode(this.#context, 'loudness');
    node.port.onmessage = ({ data }: MessageEvent<boolean>) => {
      if (data) this.#audio.push(now());
    };
    source.connect(node).connect(this.#context.destination);
    return () => {
      node.port.onmessage = null;
      node.port.postMessage('end');
      node.disconnect();
      source.disconnect();
      letGoOf(audio);
    };
  }
}

function letGoOf(element: HTMLMediaElement): void {
  element.srcObject = null;
  element.remove();
}

function elementOf<Kind extends 'audio' | 'video'>(kind: Kind, track: MediaStreamTrack): HTMLElementTagNameMap[Kind] {
  const element = document.createElement(kind);
  element.muted = true;
  element.autoplay = true;
  element.srcObject = new MediaStream([track]);
  document.body.append(element);
  return element;
}
