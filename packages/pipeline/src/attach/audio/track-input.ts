import { SdkError, type Undo } from '@remotemedia/base';
import { mayBeRemote, pullTrack } from './pull-track.ts';

/** A track as a source of Web Audio. The track stays the caller's. */
export class TrackInput {
  readonly #node: MediaStreamAudioSourceNode;
  readonly #letGo: Undo;
  #closed = false;

  /** @throws {SdkError} `unavailable` when the browser cannot bring the track into this context */
  constructor(context: AudioContext, track: MediaStreamTrack) {
    this.#node = openSource(context, track);
    this.#letGo = mayBeRemote(track) ? pullTrack(track) : () => {};
  }

  /** Leads the sound to one input of a node. */
  connect(node: AudioNode, input: number): void {
    this.#node.connect(node, 0, input);
  }

  /** Lets go of the track. Calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#node.disconnect();
    this.#letGo();
  }
}

function openSource(context: AudioContext, track: MediaStreamTrack): MediaStreamAudioSourceNode {
  try {
    return new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
  } catch (cause) {
    const detail = `this browser cannot bring the track "${track.label}" into an audio context of ${context.sampleRate} Hz`;
    throw new SdkError('unavailable', detail, { cause });
  }
}
