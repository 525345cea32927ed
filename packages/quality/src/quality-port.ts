import type { Undo } from '@remotemedia/base';

/** What may be asked of a track when it is published and matters for adaptation; `TrackOptions` of the mesh fits. */
export interface SendingOptions {
  /** Video codec to send with. */
  readonly codec?: string | undefined;
  /** Most kilobits per second. */
  readonly maxBitrateKbps?: number | undefined;
  /** Most video frames per second. */
  readonly maxFramerateFps?: number | undefined;
  /** Longer side of the largest picture, in pixels. */
  readonly maxWidth?: number | undefined;
  /** Shorter side of the largest picture, in pixels. */
  readonly maxHeight?: number | undefined;
  /** Whether layers were offered. */
  readonly simulcast?: boolean | undefined;
  /** Layers within one RTP stream that were asked for. */
  readonly scalabilityMode?: string | undefined;
  /** What to keep when there is too little. */
  readonly degradationPreference?: string | undefined;
}

/** A track on its way to a peer; `SenderOf` of the mesh fits. */
export interface QualitySender {
  /** What is sent. */
  readonly track: MediaStreamTrack;
  /** What sends it. */
  readonly sender: RTCRtpSender;
  /** Where it is sent. */
  readonly transceiver: RTCRtpTransceiver;
  /** How it was published. */
  readonly options: SendingOptions;
}

/** What is needed of a remote peer; the mesh's `Peer` fits. */
export interface QualityPeer {
  /** Its name in the room. */
  readonly id: string;
  /** Its connection; a full reconnection may put another in its place. */
  readonly connection: RTCPeerConnection;
  /** Where the connection is in its life; `connected` is when it is adapted. */
  readonly state: { readonly kind: string };
  /** Small messages between the two ends, best effort. */
  readonly control: {
    /** Sends a message. */
    send(topic: string, body: { readonly [key: string]: readonly number[] | string }): void;
    /** Hears messages; their form is not known to be right. */
    on(topic: string, listener: (body: unknown) => void): Undo;
  };
  /** Runs `change` when no negotiation is under way. */
  changeSenders(change: (senders: readonly QualitySender[]) => Promise<void> | void): Promise<void>;
  /** Hears of changes of its state. */
  on(event: 'stateChange', listener: () => void): Undo;
}

/** Where peers come from; `WebRtcTransport` and the mesh fit. */
export interface QualitySource {
  /** The peers of now. */
  readonly peers: readonly QualityPeer[];
  /** Hears of those who come and go. */
  on(event: 'peersChange', listener: () => void): Undo;
}
