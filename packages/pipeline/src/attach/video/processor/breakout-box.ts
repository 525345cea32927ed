/** Chromium's way from a track to a stream of pictures. Source: mediacapture-transform, MediaStreamTrackProcessor. */
type TrackProcessor = new (init: {
  readonly track: MediaStreamTrack;
}) => { readonly readable: ReadableStream<VideoFrame> };

/** Source: Chromium's MediaStreamTrackGenerator, which is the track itself. */
type TrackGenerator = new (init: {
  readonly kind: 'video';
}) => MediaStreamTrack & {
  readonly writable: WritableStream<VideoFrame>;
};

/** Source: mediacapture-transform, VideoTrackGenerator. */
type VideoTrackGenerator = new () => {
  readonly track: MediaStreamTrack;
  readonly writable: WritableStream<VideoFrame>;
};

/** Where the classes are; TypeScript's library of pages has none of them. */
interface BoxScope {
  readonly MediaStreamTrackProcessor?: TrackProcessor;
  readonly MediaStreamTrackGenerator?: TrackGenerator;
  readonly VideoTrackGenerator?: VideoTrackGenerator;
}

/** A track as a stream of pictures. */
export interface FrameSource {
  readonly readable: ReadableStream<VideoFrame>;
}

/** A stream of pictures as a track. */
export interface FrameSink {
  readonly writable: WritableStream<VideoFrame>;
  readonly track: MediaStreamTrack;
}

/** What the page has of it. */
export interface BreakoutBox {
  openSource(track: MediaStreamTrack): FrameSource;
  openSink(): FrameSink;
}

/** What this page has of it; `undefined` where streams and tracks do not meet. */
export function breakoutBox(): BreakoutBox | undefined {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator, VideoTrackGenerator } = globalThis as BoxScope;
  if (!MediaStreamTrackProcessor) return undefined;
  const openSource = (track: MediaStreamTrack) => new MediaStreamTrackProcessor({ track });
  if (VideoTrackGenerator) return { openSource, openSink: () => new VideoTrackGenerator() };
  if (!MediaStreamTrackGenerator) return undefined;
  return {
    openSource,
    openSink: () => {
      const track = new MediaStreamTrackGenerator({ kind: 'video' });
      return { track, writable: track.writable };
    },
  };
}
