import type { VideoSettings } from '../task.ts';

/** The classes of WebCodecs: the browser's own or ours, which have the same form. */
export interface Classes {
  readonly AudioEncoder: typeof AudioEncoder;
  readonly AudioDecoder: typeof AudioDecoder;
  readonly VideoEncoder: typeof VideoEncoder;
  readonly VideoDecoder: typeof VideoDecoder;
  readonly AudioData: typeof AudioData;
  readonly VideoFrame: typeof VideoFrame;
  readonly EncodedAudioChunk: typeof EncodedAudioChunk;
  readonly EncodedVideoChunk: typeof EncodedVideoChunk;
}

/** What a configuration needs besides the platform's members, such as which engine does the work. */
export interface Extras {
  readonly audio?: object;
  readonly videoEncoder?: (settings: VideoSettings) => object;
  readonly videoDecoder?: object;
}
