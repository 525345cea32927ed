import { trackCodec, untrackCodec } from '../../../module/live-codecs.ts';
import { bytesOfSource, isBufferSource } from '../idl/buffers.ts';
import { invalidState } from '../idl/exceptions.ts';
import { asInterface } from '../idl/interfaces.ts';
import { isNativeVideoFrame, type NativeVideoFrame } from '../native-classes.ts';
import { convertCopyOptions, planCopy, type VideoFrameCopyToOptions } from './copy-options.ts';
import { copyPixels } from './copy-pixels.ts';
import {
  convertFrameBufferInit,
  convertFrameInit,
  type VideoFrameBufferInit,
  type VideoFrameInit,
} from './frame-init.ts';
import { copyMetadata, type VideoFrameMetadata } from './frame-metadata.ts';
import { FrameSeed, type FrameState } from './frame-state.ts';
import { stateFromBuffer } from './from-buffer.ts';
import { stateFromFrame, stateOfNative } from './from-frame.ts';
import { isImageSource, stateFromImage } from './from-image.ts';
import type { VideoPixelFormat } from './pixel-formats.ts';
import type { PlaneLayout } from './plane-layout.ts';
import { hasTime, type ImageSource } from './read-image.ts';
import { domRect } from './rectangles.ts';
import { VideoColorSpace } from './video-color-space.ts';

let readState: (frame: VideoFrame) => FrameState | undefined;
let detach: (frame: VideoFrame) => void;
let isOurs: (value: object) => value is VideoFrame;

/** One picture of a video. Source: WebCodecs §9.4, VideoFrame Interface. */
export class VideoFrame implements Disposable {
  #state: FrameState | undefined;
  readonly #timestamp: number;
  readonly #duration: number | null;
  #codedRect: DOMRectReadOnly | undefined;
  #visibleRect: DOMRectReadOnly | undefined;
  #unknownColors: VideoColorSpace | undefined;

  static {
    readState = (frame) => frame.#state;
    detach = (frame) => {
      if (frame.#state) untrackCodec(frame.#state, 'VideoFrame');
      frame.#state = undefined;
    };
    isOurs = (value): value is VideoFrame => #state in value;
  }

  /**
   * The picture that another VideoFrame, a video, an image or a canvas shows now. The pixels of a VideoFrame are shared.
   *
   * @throws {TypeError} for a member that is missing or wrong
   * @throws {DOMException} `InvalidStateError` for an image that is closed or not there yet, `SecurityError` for one of
   * another origin
   */
  constructor(image: VideoFrame | NativeVideoFrame | ImageSource, init?: VideoFrameInit);
  /**
   * A picture of bytes, which are copied, or taken over if their buffer is transferred.
   *
   * @throws {TypeError} for a member that is missing or wrong, or for too little data
   * @throws {DOMException} `DataCloneError` for a transfer list that cannot be transferred
   */
  constructor(data: AllowSharedBufferSource, init: VideoFrameBufferInit);
  constructor(source: unknown, init: unknown = undefined) {
    const state = source instanceof FrameSeed ? source.state : stateOf(source, init);
    this.#state = state;
    this.#timestamp = state.timestamp;
    this.#duration = state.duration;
    trackCodec(this, state, 'VideoFrame', () => state.resource.release());
  }

  /** How the pixels are stored; `null` after close, and where the browser does not say. */
  get format(): VideoPixelFormat | null {
    return this.#state?.format ?? null;
  }

  /** Presentation time, µs; stays after close. */
  get timestamp(): number {
    return this.#timestamp;
  }

  /** How long it is shown, µs; `null` when that is not known. Stays after close. */
  get duration(): number | null {
    return this.#duration;
  }

  /** Pixels across, those included that are not seen; 0 after close. */
  get codedWidth(): number {
    return this.#state?.codedWidth ?? 0;
  }

  /** Pixels down, those included that are not seen; 0 after close. */
  get codedHeight(): number {
    return this.#state?.codedHeight ?? 0;
  }

  /** All pixels; `null` after close. */
  get codedRect(): DOMRectReadOnly | null {
    const state = this.#state;
    if (!state) return null;
    this.#codedRect ??= domRect({ x: 0, y: 0, width: state.codedWidth, height: state.codedHeight });
    return this.#codedRect;
  }

  /** The pixels that are seen; `null` after close. */
  get visibleRect(): DOMRectReadOnly | null {
    const state = this.#state;
    if (!state) return null;
    this.#visibleRect ??= domRect(state.visibleRect);
    return this.#visibleRect;
  }

  /** How far it is turned clockwise when shown: 0, 90, 180 or 270 degrees; 0 after close. */
  get rotation(): number {
    return this.#state?.rotation ?? 0;
  }

  /** Whether it is mirrored left to right before it is turned; `false` after close. */
  get flip(): boolean {
    return this.#state?.flip ?? false;
  }

  /** How wide it is shown, pixels; 0 after close. */
  get displayWidth(): number {
    return this.#state?.displayWidth ?? 0;
  }

  /** How high it is shown, pixels; 0 after close. */
  get displayHeight(): number {
    return this.#state?.displayHeight ?? 0;
  }

  /** What the values mean; nothing is known of it after close. */
  get colorSpace(): VideoColorSpace {
    if (this.#state) return this.#state.colorSpace;
    this.#unknownColors ??= new VideoColorSpace();
    return this.#unknownColors;
  }

  /** A copy of what else is known of it. @throws {DOMException} `InvalidStateError` after close */
  metadata(): VideoFrameMetadata {
    return copyMetadata(openFrameState(this).metadata);
  }

  /**
   * How many bytes {@link VideoFrame.copyTo} needs with the same options.
   *
   * @throws {TypeError} for a member that is wrong
   * @throws {DOMException} `InvalidStateError` after close, `NotSupportedError` for a format that it is not converted to
   */
  allocationSize(options: VideoFrameCopyToOptions = {}): number {
    const converted = convertCopyOptions(options);
    return planCopy(openFrameState(this), converted).layout.allocationSize;
  }

  /**
   * Copies pixels, and converts them to RGB if asked to.
   *
   * @returns where the planes are in the destination. It rejects with a TypeError for a member that is wrong or for a
   * destination that is too small, with `InvalidStateError` after close, and with `NotSupportedError` for a format that
   * pixels are not converted to
   */
  async copyTo(destination: AllowSharedBufferSource, options: VideoFrameCopyToOptions = {}): Promise<PlaneLayout[]> {
    const bytes = bytesOfSource(destination, 'destination');
    const converted = convertCopyOptions(options);
    const state = openFrameState(this);
    const plan = planCopy(state, converted);
    const { planes, allocationSize } = plan.layout;
    if (bytes.byteLength < allocationSize)
      throw new TypeError(`destination has ${bytes.byteLength} bytes; ${allocationSize} are to be copied`);
    const { content } = state.resource;
    const layout = planes.map((plane) => ({ ...plane }));
    if ('native' in content) {
      const { rect, convertTo, colorSpace } = plan;
      await content.native.copyTo(destination, { rect, layout, ...(convertTo && { format: convertTo, colorSpace }) });
    } else copyPixels(state, content, plan, bytes);
    return layout;
  }

  /** The same pixels once more; nothing is copied. @throws {DOMException} `InvalidStateError` after close */
  clone(): VideoFrame {
    const state = openFrameState(this);
    return makeVideoFrame({ ...state, resource: state.resource.hold() });
  }

  /** Lets the pixels go. Calling it again does nothing. */
  close(): void {
    const state = this.#state;
    if (!state) return;
    detach(this);
    state.resource.release();
  }

  /** Like {@link VideoFrame.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

asInterface(VideoFrame, 'VideoFrame');

/** Whether it is a VideoFrame of ours. */
export function isVideoFrame(value: unknown): value is VideoFrame {
  return typeof value === 'object' && value !== null && isOurs(value);
}

/** A VideoFrame of a state that becomes its own. */
export function makeVideoFrame(state: FrameState): VideoFrame {
  return Reflect.construct(VideoFrame, [new FrameSeed(state)]);
}

/** What is inside. @throws {DOMException} `InvalidStateError` after close */
export function openFrameState(frame: VideoFrame): FrameState {
  const state = readState(frame);
  if (!state) throw invalidState('the VideoFrame is closed');
  return state;
}

/** What is inside, which is the caller's from now on; the VideoFrame is closed. */
export function takeFrameState(frame: VideoFrame): FrameState {
  const state = openFrameState(frame);
  detach(frame);
  return state;
}

/** Source: WebCodecs §9.4.4, VideoFrame constructors. */
function stateOf(source: unknown, init: unknown): FrameState {
  if (isVideoFrame(source)) {
    const converted = convertFrameInit(init);
    return stateFromFrame(openFrameState(source), converted);
  }
  if (isNativeVideoFrame(source)) {
    const converted = convertFrameInit(init);
    return derive(stateOfNative(source.clone()), (base) => stateFromFrame(base, converted));
  }
  if (isImageSource(source)) {
    const converted = convertFrameInit(init);
    return derive(stateFromImage(source, converted.alpha), (base) => {
      if (converted.timestamp === undefined && !hasTime(source))
        throw new TypeError('VideoFrameInit.timestamp is required for a picture that has no time of its own');
      return stateFromFrame(base, converted);
    });
  }
  if (isBufferSource(source)) {
    if (init === undefined || init === null) throw new TypeError('a VideoFrame of bytes needs a VideoFrameBufferInit');
    const converted = convertFrameBufferInit(init);
    return stateFromBuffer(bytesOfSource(source, 'data'), converted);
  }
  throw new TypeError('a VideoFrame is made of a VideoFrame, an image, a video, a canvas or a buffer');
}

/** What `make` makes of a state that is needed no longer than that. */
function derive(base: FrameState, make: (base: FrameState) => FrameState): FrameState {
  try {
    return make(base);
  } finally {
    base.resource.release();
  }
}
