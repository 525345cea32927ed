/** A video codec by its name in `video/…`. */
export type VideoCodecName = 'VP8' | 'VP9' | 'H264' | 'AV1';

/** How one track is sent. What is left out is the browser's choice, or that of whoever adapts to the network. */
export interface TrackOptions {
  /** Video codec to send with, if the other side can receive it; goes before the codec of the whole mesh. */
  readonly codec?: VideoCodecName | undefined;
  /** Most kilobits per second for one peer; of all layers together with {@link TrackOptions.simulcast}. */
  readonly maxBitrateKbps?: number | undefined;
  /** Most video frames per second. */
  readonly maxFramerateFps?: number | undefined;
  /** Longer side of the largest picture that is sent, in pixels. */
  readonly maxWidth?: number | undefined;
  /** Shorter side of the largest picture that is sent, in pixels. */
  readonly maxHeight?: number | undefined;
  /**
   * Whether to offer three layers (`q`, `h`, `f`: a quarter, half and all of width and height; RFC 8853). A peer that
   * does not take them, such as a browser, gets one. @default false
   */
  readonly simulcast?: boolean | undefined;
  /** Layers within one RTP stream, such as `L1T3` (W3C WebRTC-SVC §6); without it the browser's choice. */
  readonly scalabilityMode?: string | undefined;
  /** What the picture or sound is of (W3C mst-content-hint). It is set on the track itself. */
  readonly contentHint?: string | undefined;
  /** Which of our tracks goes first when there is too little for all (W3C WebRTC-Priority §4.1). @default 'low' */
  readonly priority?: RTCPriorityType | undefined;
  /** What to keep when there is too little (W3C mst-content-hint §5). */
  readonly degradationPreference?: RTCDegradationPreference | undefined;
}

/** Layers of simulcast in the order browsers want them, with their part of the whole bitrate in percent. */
const LAYERS = [
  { rid: 'q', scale: 4, percent: 7 },
  { rid: 'h', scale: 2, percent: 23 },
  { rid: 'f', scale: 1, percent: 70 },
] as const;

/** What all layers have together when nothing else is said, in kilobits per second. */
const SIMULCAST_KBPS = 2_400;

/** What a sender keeps until it is told otherwise. */
const LIMITS = ['maxBitrate', 'maxFramerate', 'scalabilityMode'] as const;

/** One encoding, with what W3C WebRTC-SVC §4 and WebRTC §5.2.7 have and TypeScript has not. */
type Encoding = RTCRtpEncodingParameters & { scalabilityMode?: string; codec?: RTCRtpCodec };

/** How a new sender of `track` is set up (W3C WebRTC §5.2, `sendEncodings`). */
export function encodingsFor(track: MediaStreamTrack, options: TrackOptions): RTCRtpEncodingParameters[] {
  const one = encodingFor(track, options);
  if (!options.simulcast || track.kind !== 'video') return [one];
  return LAYERS.map(({ rid, scale, percent }) => ({
    // Named, because Chromium 156 makes VP9's layers one RTP stream of its own kind when no mode is.
    scalabilityMode: 'L1T3',
    ...one,
    rid,
    maxBitrate: (options.maxBitrateKbps ?? SIMULCAST_KBPS) * 10 * percent,
    scaleResolutionDownBy: (one.scaleResolutionDownBy ?? 1) * scale,
  }));
}

/** The same for a sender of one encoding. */
function encodingFor(track: MediaStreamTrack, options: TrackOptions): Encoding {
  const { maxBitrateKbps, maxFramerateFps, priority, scalabilityMode } = options;
  const video = track.kind === 'video';
  return {
    ...(maxBitrateKbps && { maxBitrate: maxBitrateKbps * 1_000 }),
    ...(priority && { priority }),
    ...(video && maxFramerateFps && { maxFramerate: maxFramerateFps }),
    ...(video && scalabilityMode && { scalabilityMode }),
    ...(video && { scaleResolutionDownBy: scaleFor(track.getSettings(), options) }),
  };
}

/** By how much to divide both sides so that the picture fits, on its side or upright. */
function scaleFor({ width = 0, height = 0 }: MediaTrackSettings, { maxWidth, maxHeight }: TrackOptions): number {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  return Math.max(1, maxWidth ? long / maxWidth : 1, maxHeight ? short / maxHeight : 1);
}

/**
 * Sets up a sender that is there already: one that took over a transceiver, one that has to use another codec than the
 * description puts first, or one whose layers were refused, which leaves it with the smallest (W3C WebRTC §4.4.1.5). A
 * browser that refuses parts of it is given less.
 */
export async function applyOptions(
  sender: RTCRtpSender,
  track: MediaStreamTrack,
  options: TrackOptions,
): Promise<void> {
  for (const wanted of [options, { ...options, scalabilityMode: undefined, codec: undefined }]) {
    // Read anew each time: a set of parameters is good for one call (W3C WebRTC §5.2, transaction id).
    const parameters = sender.getParameters();
    const encodings: Encoding[] = parameters.encodings;
    const codec = parameters.codecs.find(({ mimeType }) => mimeType.toUpperCase() === `VIDEO/${wanted.codec}`);
    for (const encoding of encodings) {
      encoding.active = true;
      if (codec) encoding.codec = codec;
      if (encodings.length > 1) continue;
      // Nothing stays of what this sender was told before, of another track or of the layer that it was.
      for (const limit of LIMITS) delete encoding[limit];
      Object.assign(encoding, encodingFor(track, wanted));
    }
    if (options.degradationPreference) parameters.degradationPreference = options.degradationPreference;
    const done = await sender.setParameters(parameters).then(
      () => true,
      () => false,
    );
    if (done) return;
  }
}
