/** The browser's own VideoFrame. */
export type NativeVideoFrame = VideoFrame;

/** The browser's own AudioData. */
export type NativeAudioData = AudioData;

/**
 * The browser's own classes, as they were when this file was loaded: a page may put ours in their place afterwards.
 * `undefined` where there are none, as in Node.
 */
export const native: {
  readonly VideoFrame: typeof VideoFrame | undefined;
  readonly AudioData: typeof AudioData | undefined;
  readonly DOMRectReadOnly: typeof DOMRectReadOnly | undefined;
} = {
  VideoFrame: builtIn(globalThis.VideoFrame),
  AudioData: builtIn(globalThis.AudioData),
  DOMRectReadOnly: typeof DOMRectReadOnly === 'function' ? DOMRectReadOnly : undefined,
};

/** Whether it is a VideoFrame of the browser. */
export function isNativeVideoFrame(value: unknown): value is NativeVideoFrame {
  return native.VideoFrame !== undefined && value instanceof native.VideoFrame;
}

/** Whether it is an AudioData of the browser. */
export function isNativeAudioData(value: unknown): value is NativeAudioData {
  return native.AudioData !== undefined && value instanceof native.AudioData;
}

/** A class that some script put there is not the browser's. */
function builtIn<T extends object>(type: T | undefined): T | undefined {
  if (typeof type !== 'function') return undefined;
  return Function.prototype.toString.call(type).includes('[native code]') ? type : undefined;
}
