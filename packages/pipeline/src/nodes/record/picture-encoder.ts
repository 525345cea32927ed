import { VideoFrame } from '@remotemedia/codecs';
import type { VideoData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { videoEncode } from '../video/video-encode.ts';
import { openInnerNode } from './inner-node.ts';
import type { Packet } from './packet.ts';
import type { RecorderParams } from './recorder.ts';

/** A node within this one takes items at its only port. */
const SOURCE = { port: 'in', nodeId: '' };

/** Pictures into packets of the codec that was chosen. */
export class PictureEncoder {
  readonly #params: RecorderParams;
  readonly #context: NodeContext;
  readonly #ready: (packet: Packet) => void;
  #node: NodeInstance | undefined;
  /** Shown again when no pictures come. */
  #last: VideoData | undefined;

  constructor(params: RecorderParams, context: NodeContext, ready: (packet: Packet) => void) {
    this.#params = params;
    this.#context = context;
    this.#ready = ready;
  }

  /** Encodes a picture. */
  async encode(picture: VideoData): Promise<void> {
    this.#node ??= await this.#open();
    this.#last?.frame.close();
    this.#last = { ...picture, frame: picture.frame.clone() };
    await this.#node.process(picture, SOURCE);
  }

  /** Encodes the last picture once more, so many µs later. @returns whether there is one */
  async repeat(afterUs: number): Promise<boolean> {
    if (!this.#last || !this.#node) return false;
    const { frame } = this.#last;
    const later = new VideoFrame(frame, { timestamp: frame.timestamp + Math.round(afterUs) });
    frame.close();
    this.#last = { ...this.#last, frame: later };
    await this.#node.process(this.#last, SOURCE);
    await this.#node.flush?.();
    return true;
  }

  /** Encodes what is still inside. */
  async flush(): Promise<void> {
    await this.#node?.flush?.();
  }

  /** Lets go of the encoder. */
  async close(): Promise<void> {
    const node = this.#node;
    this.#node = undefined;
    this.#last?.frame.close();
    this.#last = undefined;
    await node?.close?.();
  }

  async #open(): Promise<NodeInstance> {
    const { videoCodec: codec, videoBitrate: bitrate } = this.#params;
    return openInnerNode(videoEncode, { codec, bitrate }, this.#context, (item) => {
      if (item.kind === 'encodedVideo') this.#ready(item);
    });
  }
}
