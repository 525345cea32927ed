/**
 * How good a connection is, as far as a mesh hands it on; who measures says more of each number. Names are upstream's
 * `ConnectionQualityMetrics`; what the browser does not tell is `undefined`.
 */
export interface PeerMetrics {
  /** Round trip in milliseconds. */
  readonly latencyMs: number | undefined;
  /** Share of packets lost, 0–1. */
  readonly packetLossRate: number | undefined;
  /** Variation of packet arrival in milliseconds. */
  readonly jitterMs: number | undefined;
  /** What may be sent, in kilobits per second. */
  readonly bandwidthKbps: number | undefined;
  /** Width of the video in pixels. */
  readonly videoWidth: number | undefined;
  /** Height of the video in pixels. */
  readonly videoHeight: number | undefined;
  /** Frames of video per second. */
  readonly videoFramerate: number | undefined;
  /** Sound in kilobits per second. */
  readonly audioBitrateKbps: number | undefined;
  /** Video in kilobits per second. */
  readonly videoBitrateKbps: number | undefined;
  /** Media packets sent. */
  readonly packetsSent: number | undefined;
  /** Media packets received. */
  readonly packetsReceived: number | undefined;
  /** Media packets lost. */
  readonly packetsLost: number | undefined;
  /** When it was measured, by the clock of whoever measured. */
  readonly updatedAtMs: number;
  /** 0–100, more is better. */
  readonly qualityScore: number;
  /** Whether people can talk over it. */
  readonly isAcceptable: boolean;
}

/** Says how good the connection to a peer is; `undefined` as long as that is not known. */
export type MeasurePeer = (peerId: string) => Promise<PeerMetrics | undefined>;
