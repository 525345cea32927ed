import { SdkError } from '@remotemedia/base';
import { toNativeVideoFrame, VideoFrame } from '@remotemedia/codecs';
import type { RuntimeData, StillImageData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { requireVideo } from '../video/video-input.ts';
import { BackgroundImage } from './canvas/background-image.ts';
import { type Look, PictureCanvas } from './canvas/picture-canvas.ts';
import { openMediapipeSegmenter } from './mediapipe/open-segmenter.ts';
import type { Segmenter } from './segmenter.ts';

/** Streams whose masks are smoothed each on its own; the one that was silent longest is forgotten first. */
const MAX_STREAMS = 8;

/** Loads the model and makes a `BackgroundBlur`. @throws {SdkError} naming the file that is wrong */
export async function openBackgroundBlur(look: Look, context: NodeContext): Promise<BackgroundBlurNode> {
  checkColor(look.color);
  return new BackgroundBlurNode(look, await openMediapipeSegmenter(context), context.emit);
}

/** A `BackgroundBlur` at work. */
export class BackgroundBlurNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  readonly #segmenter: Segmenter;
  #look: Look;
  #image: BackgroundImage | undefined;
  readonly #canvases = new Map<string | undefined, PictureCanvas>();

  /** @param segmenter becomes the node's own, which closes it */
  constructor(look: Look, segmenter: Segmenter, emit: NodeContext['emit']) {
    this.#look = look;
    this.#segmenter = segmenter;
    this.#emit = emit;
  }

  process(item: RuntimeData): void | Promise<void> {
    if (item.kind === 'image') return this.#take(item);
    const data = requireVideo(item, 'BackgroundBlur');
    const { timestamp, duration } = data.frame;
    const picture = this.#treated(data.frame, data.streamId);
    const time = duration === null ? { timestamp } : { timestamp, duration };
    this.#emit({ ...data, frame: new VideoFrame(picture, { ...time, alpha: 'discard' }) });
  }

  update(look: Look): void {
    checkColor(look.color);
    this.#look = look;
  }

  reset(): void {
    for (const canvas of this.#canvases.values()) canvas.reset();
  }

  close(): void {
    this.#segmenter.close();
    this.#image?.close();
    this.#canvases.clear();
  }

  async #take(image: StillImageData): Promise<void> {
    const decoded = await BackgroundImage.decode(image);
    this.#image?.close();
    this.#image = decoded;
  }

  #treated(frame: VideoFrame, streamId: string | undefined): OffscreenCanvas {
    const native = toNativeVideoFrame(frame);
    try {
      const canvas = this.#canvasFor(streamId, native.displayWidth, native.displayHeight);
      const mask = this.#segmenter.segment(canvas.take(native));
      return canvas.finish(mask, frame.timestamp, this.#look, this.#image);
    } finally {
      native.close();
    }
  }

  #canvasFor(streamId: string | undefined, width: number, height: number): PictureCanvas {
    const known = this.#canvases.get(streamId);
    const canvas = known?.width === width && known.height === height ? known : new PictureCanvas(width, height);
    this.#canvases.delete(streamId);
    this.#canvases.set(streamId, canvas);
    if (this.#canvases.size > MAX_STREAMS) {
      const [oldest] = this.#canvases.keys();
      this.#canvases.delete(oldest);
    }
    return canvas;
  }
}

function checkColor(color: string): void {
  if (/^#[0-9a-fA-F]{6}$/.test(color)) return;
  throw new SdkError('invalid-argument', `color must be #rrggbb, such as #00b140, not ${JSON.stringify(color)}`);
}
