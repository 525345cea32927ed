/** Audio or video. */
export type MediaKind = 'audio' | 'video';

/** What the browser says of one end of the path in use. */
export interface CandidateStats {
  /** `host`, `srflx`, `prflx` or `relay` (RFC 8839 §5.1). */
  readonly type: string | undefined;
  /** `udp` or `tcp`, as the packets leave this browser or its relay. */
  readonly protocol: string | undefined;
  /** How we reach our own relay: `udp`, `tcp` or `tls`. */
  readonly relayProtocol: string | undefined;
  /** Network of the path such as `wifi`, where the browser still tells. */
  readonly networkType: string | undefined;
}

/** What flows over a connection as a whole. */
export interface ConnectionStats {
  /** Last measured round trip in milliseconds: of media where it is known, else of the path's checks. */
  readonly roundTripTimeMs: number | undefined;
  /** What the browser believes it may send, in kilobits per second. Firefox does not tell. */
  readonly availableOutgoingKbps: number | undefined;
  /** What the browser believes it may receive, in kilobits per second. */
  readonly availableIncomingKbps: number | undefined;
  /** What was sent, in kilobits per second. */
  readonly sentKbps: number | undefined;
  /** What was received, in kilobits per second. */
  readonly receivedKbps: number | undefined;
  /** Our end of the path. */
  readonly local: CandidateStats | undefined;
  /** The other end of the path. */
  readonly remote: CandidateStats | undefined;
  /** Names the path; another name is another path. */
  readonly pathId: string | undefined;
  /** State of DTLS (W3C webrtc-stats, `dtlsState`). */
  readonly dtlsState: string | undefined;
  /** Data channels opened since the beginning. */
  readonly dataChannelsOpened: number | undefined;
  /** Data channels closed since the beginning. */
  readonly dataChannelsClosed: number | undefined;
  /** Messages sent on all data channels since the beginning. */
  readonly messagesSent: number | undefined;
  /** Messages received on all data channels since the beginning. */
  readonly messagesReceived: number | undefined;
}

/** What tracks of both directions have. */
export interface TrackStats {
  /** Names the track at both sides of the connection. */
  readonly mid: string | undefined;
  /** Audio or video. */
  readonly kind: MediaKind;
  /** Id of our `MediaStreamTrack`, sent or received. */
  readonly trackId: string | undefined;
  /** Codec, such as `VP8` or `opus`. */
  readonly codec: string | undefined;
  /** Payload in kilobits per second, without headers. */
  readonly bitrateKbps: number | undefined;
  /** Share of packets lost on the way, 0–1. */
  readonly packetLoss: number | undefined;
  /** Variation of packet arrival in milliseconds (RFC 3550 §6.4.1), at whoever receives. */
  readonly jitterMs: number | undefined;
  /** Width of the largest picture that is sent or received now, in pixels. */
  readonly frameWidth: number | undefined;
  /** Height of the largest picture that is sent or received now, in pixels. */
  readonly frameHeight: number | undefined;
  /** Video frames per second. */
  readonly framesPerSecond: number | undefined;
  /** Loudness, 0–1. */
  readonly audioLevel: number | undefined;
}

/** One layer of a video that is sent. */
export interface LayerStats {
  /** Name of the layer with simulcast. */
  readonly rid: string | undefined;
  /** Whether it is sent; Firefox does not tell. */
  readonly active: boolean | undefined;
  /** Payload in kilobits per second. */
  readonly bitrateKbps: number | undefined;
  /** Width in pixels. */
  readonly frameWidth: number | undefined;
  /** Height in pixels. */
  readonly frameHeight: number | undefined;
  /** Video frames encoded since the beginning. */
  readonly framesEncoded: number | undefined;
}

/** Totals of how long the encoder was held back and by what, in milliseconds (W3C webrtc-stats). */
export interface LimitationDurations {
  /** By nothing. */
  readonly none: number | undefined;
  /** By the machine. */
  readonly cpu: number | undefined;
  /** By the network. */
  readonly bandwidth: number | undefined;
  /** By something else. */
  readonly other: number | undefined;
}

/** A track that we send. */
export interface SentTrackStats extends TrackStats {
  /** Round trip of its packets in milliseconds. */
  readonly roundTripTimeMs: number | undefined;
  /** Packets sent since the beginning. */
  readonly packetsSent: number | undefined;
  /** Packets sent since the sample before. */
  readonly packetsSentNow: number | undefined;
  /** Packets the other side says it lost since the beginning. */
  readonly packetsLost: number | undefined;
  /** Packets sent again, for each second. */
  readonly retransmittedPerSecond: number | undefined;
  /** Bitrate that the encoder aims at, in kilobits per second. */
  readonly targetKbps: number | undefined;
  /** Width of what comes from camera or screen, in pixels; in Firefox after it was made smaller for the encoder. */
  readonly sourceWidth: number | undefined;
  /** Height of the same. */
  readonly sourceHeight: number | undefined;
  /** Video frames encoded since the beginning, all layers. */
  readonly framesEncoded: number | undefined;
  /** Key frames encoded since the beginning, all layers. */
  readonly keyFramesEncoded: number | undefined;
  /** Time spent on encoding: 1 is one core all the time. */
  readonly encodeLoad: number | undefined;
  /** What holds the encoder back now: `none`, `cpu`, `bandwidth` or `other`. Firefox does not tell. */
  readonly limitedBy: string | undefined;
  /** How long it was held back. */
  readonly limitedMs: LimitationDurations | undefined;
  /** Encoder in use. Chromium tells it only to pages that capture; Firefox never. */
  readonly encoder: string | undefined;
  /** Layers within one RTP stream that are in use, such as `L1T3`. */
  readonly scalabilityMode: string | undefined;
  /** Requests for key frames from the other side, since the beginning. */
  readonly keyFrameRequests: number | undefined;
  /** One for each layer of simulcast; one without. */
  readonly layers: readonly LayerStats[];
}

/** A track that we receive. */
export interface ReceivedTrackStats extends TrackStats {
  /** Packets received since the beginning. */
  readonly packetsReceived: number | undefined;
  /** Packets received since the sample before. */
  readonly packetsReceivedNow: number | undefined;
  /** Packets lost since the beginning. */
  readonly packetsLost: number | undefined;
  /** Mean time that media waited to be played since the sample before, in milliseconds. */
  readonly jitterBufferMs: number | undefined;
  /** Video frames decoded since the beginning. */
  readonly framesDecoded: number | undefined;
  /** Video frames dropped since the beginning. */
  readonly framesDropped: number | undefined;
  /** Times that the picture stood still, since the beginning. */
  readonly freezeCount: number | undefined;
  /** How long the picture stood still, since the beginning, in milliseconds. */
  readonly freezesMs: number | undefined;
  /** Audio samples made up for lost ones, since the beginning. */
  readonly concealedSamples: number | undefined;
  /** Share of audio samples made up since the sample before, 0–1. */
  readonly concealedShare: number | undefined;
  /** Audio samples taken out to be played since the sample before; 0 when nothing plays the track. */
  readonly samplesPlayedNow: number | undefined;
  /** Sound energy since the sample before (W3C webrtc-stats, `totalAudioEnergy`); 0 is perfect silence. */
  readonly audioEnergyNow: number | undefined;
  /** Decoder in use. Chromium tells it only to pages that capture; Firefox never. */
  readonly decoder: string | undefined;
}

/** One sample of one peer. What the browser does not tell is `undefined`, never a guess. */
export interface PeerStats {
  /** Whose. */
  readonly peerId: string;
  /** When, by the collector's clock. */
  readonly atMs: number;
  /** Time since the sample before; `undefined` for the first, whose rates are not known. */
  readonly intervalMs: number | undefined;
  /** The connection as a whole. */
  readonly connection: ConnectionStats;
  /** What we send to the peer. */
  readonly sent: readonly SentTrackStats[];
  /** What the peer sends to us. */
  readonly received: readonly ReceivedTrackStats[];
}
