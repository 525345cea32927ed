/**
 * The browser's own coders, as they were when this file was loaded: a page may put ours in their place afterwards.
 * `undefined` where there are none, as in Node.
 */
export const nativeCoders: {
  readonly AudioEncoder: typeof AudioEncoder | undefined;
  readonly AudioDecoder: typeof AudioDecoder | undefined;
  readonly VideoEncoder: typeof VideoEncoder | undefined;
  readonly VideoDecoder: typeof VideoDecoder | undefined;
  readonly EncodedAudioChunk: typeof EncodedAudioChunk | undefined;
  readonly EncodedVideoChunk: typeof EncodedVideoChunk | undefined;
} = {
  AudioEncoder: builtIn(globalThis.AudioEncoder),
  AudioDecoder: builtIn(globalThis.AudioDecoder),
  VideoEncoder: builtIn(globalThis.VideoEncoder),
  VideoDecoder: builtIn(globalThis.VideoDecoder),
  EncodedAudioChunk: builtIn(globalThis.EncodedAudioChunk),
  EncodedVideoChunk: builtIn(globalThis.EncodedVideoChunk),
};

/** A class that some script put there is not the browser's. */
function builtIn<T extends object>(type: T | undefined): T | undefined {
  if (typeof type !== 'function') return undefined;
  return Function.prototype.toString.call(type).includes('[native code]') ? type : undefined;
}
