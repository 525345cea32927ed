/** Who sends, as seen by the writer of the description. Source: RFC 8866 §6.7. */
export type SdpDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** Who opens the DTLS connection. Source: RFC 4145 §4, RFC 8842. */
export type SdpSetup = 'active' | 'passive' | 'actpass' | 'holdconn';

/** The `o=` line. Source: RFC 8866 §5.2. */
export interface SdpOrigin {
  /** Name of the creator; `-` where there is none. */
  readonly username: string;
  /** Number of the session, as text: it may have 64 bits. */
  readonly sessionId: string;
  /** Number of this version of the description, as text. */
  readonly sessionVersion: string;
  /** Type of the address. */
  readonly addressType: 'IP4' | 'IP6';
  /** Address of the creator; browsers give a loopback or zero address. */
  readonly address: string;
}

/** A `c=` line. Source: RFC 8866 §5.7. */
export interface SdpConnection {
  /** Type of the address. */
  readonly addressType: 'IP4' | 'IP6';
  /** The address, with `/ttl` or `/count` where it has one. */
  readonly address: string;
}

/** A `t=` line, in NTP seconds as text; `0` and `0` for a session without end. Source: RFC 8866 §5.9. */
export interface SdpTiming {
  /** When it begins. */
  readonly start: string;
  /** When it ends. */
  readonly stop: string;
}

/** A `b=` line. Source: RFC 8866 §5.8. */
export interface SdpBandwidth {
  /** What is limited: `AS` (kbit/s), `TIAS` (bit/s), `CT`, … */
  readonly type: string;
  /** The limit, in the unit of its type. */
  readonly value: number;
}

/** An `a=group:` line. Source: RFC 5888; BUNDLE: RFC 9143, which replaces RFC 8843. */
export interface SdpGroup {
  /** What the group is for: `BUNDLE`, `LS`, … */
  readonly semantics: string;
  /** The `mid` of each member. */
  readonly mids: readonly string[];
}

/** An `a=fingerprint:` line. Source: RFC 8122 §5. */
export interface SdpFingerprint {
  /** Name of the hash, such as `sha-256`. */
  readonly algorithm: string;
  /** Bytes in hexadecimal, with a colon between two. */
  readonly value: string;
}

/** An `a=extmap:` line. Source: RFC 8285 §8. */
export interface SdpExtmap {
  /** Number of the header extension, 1–14 or, with two-byte headers, up to 255. */
  readonly id: number;
  /** Direction; `undefined` for that of the section. */
  readonly direction: SdpDirection | undefined;
  /** What the extension is. */
  readonly uri: string;
  /** Whatever follows; `undefined` where nothing does. */
  readonly attributes: string | undefined;
}

/** An `a=rtpmap:` line. Source: RFC 8866 §6.6. */
export interface SdpRtpmap {
  /** RTP payload type, 0–127. */
  readonly payloadType: number;
  /** Name of the codec, as it came: `opus`, `VP8`, `rtx`, … */
  readonly encoding: string;
  /** Clock rate in Hz. */
  readonly clockRate: number;
  /** Number of channels; `undefined` where the line names none, which means 1. */
  readonly channels: number | undefined;
}

/** An `a=fmtp:` line. Source: RFC 8866 §6.15. */
export interface SdpFmtp {
  /** The format: an RTP payload type. */
  readonly payloadType: number;
  /** The parameters as they came; `parseFmtpParameters` takes them apart. */
  readonly parameters: string;
}

/** An `a=rtcp-fb:` line. Source: RFC 4585 §4.2. */
export interface SdpRtcpFeedback {
  /** The RTP payload type that may be reported on; `*` for all. */
  readonly payloadType: number | '*';
  /** Kind of feedback with its parameter: `nack`, `nack pli`, `ccm fir`, … */
  readonly feedback: string;
}

/** An `a=ssrc:` line. Source: RFC 5576 §4.1. */
export interface SdpSsrc {
  /** Number of the RTP stream, 0–4,294,967,295. */
  readonly ssrc: number;
  /** What is said of it, with its value: `cname:…`, `msid:…`. */
  readonly attribute: string;
}

/** An `a=ssrc-group:` line. Source: RFC 5576 §4.2. */
export interface SdpSsrcGroup {
  /** What the group is for: `FID` (retransmission), `SIM`, `FEC-FR`, … */
  readonly semantics: string;
  /** Numbers of the RTP streams. */
  readonly ssrcs: readonly number[];
}

/** An `a=rid:` line. Source: RFC 8851 §4. */
export interface SdpRid {
  /** Name of the RTP stream. */
  readonly id: string;
  /** Whether the writer sends or receives it. */
  readonly direction: 'send' | 'recv';
  /** `pt=` and limits, as they came; `undefined` where there are none. */
  readonly restrictions: string | undefined;
}

/** An `a=msid:` line. Source: RFC 8830 §2. */
export interface SdpMsid {
  /** Id of the `MediaStream`; `-` for none. */
  readonly stream: string;
  /** Id of the track; `undefined` where the line names none. */
  readonly track: string | undefined;
}

/** An `a=rtcp:` line. Source: RFC 3605 §2.1. */
export interface SdpRtcp {
  /** Port of RTCP. */
  readonly port: number;
  /** Where it is reached; `undefined` for the section's own address. */
  readonly connection: SdpConnection | undefined;
}

/** What can be said of the whole session and of one section. */
export interface SdpCommon {
  /** The `c=` line. */
  readonly connection: SdpConnection | undefined;
  /** The `b=` lines. */
  readonly bandwidths: readonly SdpBandwidth[];
  /** Which way media flows; `undefined` where it is not said, which means `sendrecv`. */
  readonly direction: SdpDirection | undefined;
  /** ICE user name fragment. Source: RFC 8839 §5.4. */
  readonly iceUfrag: string | undefined;
  /** ICE password: a secret of the two peers. */
  readonly icePwd: string | undefined;
  /** ICE options such as `trickle`; empty where the line is absent. */
  readonly iceOptions: readonly string[];
  /** Fingerprints of the DTLS certificate, one for each hash. */
  readonly fingerprints: readonly SdpFingerprint[];
  /** Who opens the DTLS connection. */
  readonly setup: SdpSetup | undefined;
  /** RTP header extensions. */
  readonly extmaps: readonly SdpExtmap[];
  /** Whether one- and two-byte RTP header extensions may be mixed. Source: RFC 8285 §6. */
  readonly extmapAllowMixed: boolean;
  /** Lines that are not understood, whole and in their order, without line ends. */
  readonly otherLines: readonly string[];
  /**
   * Which kind of line came when, by numbers that mean something to this version of the module only. `writeSdp`
   * keeps to it, so that an edited copy changes no more than what was edited. Empty: the usual order.
   */
  readonly order: readonly number[];
}

/** One `m=` line and what follows it. Source: RFC 8866 §5.14. */
export interface MediaSection extends SdpCommon {
  /** Kind of media: `audio`, `video`, `application`, … */
  readonly kind: string;
  /** Port of the transport; 0 refuses the section, 9 stands for "see the candidates". */
  readonly port: number;
  /** How many ports; `undefined` where the line does not say, which means 1. */
  readonly portCount: number | undefined;
  /** Protocols such as `UDP/TLS/RTP/SAVPF`. */
  readonly proto: string;
  /** RTP payload types, or the name of what runs over SCTP. */
  readonly formats: readonly string[];
  /** Name of the section. Source: RFC 5888. */
  readonly mid: string | undefined;
  /** Streams and tracks of what is sent. */
  readonly msids: readonly SdpMsid[];
  /** Whether RTP and RTCP share a port. Source: RFC 5761. */
  readonly rtcpMux: boolean;
  /** Whether they must. Source: RFC 8858. */
  readonly rtcpMuxOnly: boolean;
  /** Whether RTCP packets may be short. Source: RFC 5506. */
  readonly rtcpRsize: boolean;
  /** Where RTCP goes when it does not share the port. */
  readonly rtcp: SdpRtcp | undefined;
  /** Whether the section counts within its group only. Source: RFC 9143 §6. */
  readonly bundleOnly: boolean;
  /** Codecs by payload type. */
  readonly rtpmaps: readonly SdpRtpmap[];
  /** Parameters of codecs. */
  readonly fmtps: readonly SdpFmtp[];
  /** Feedback that may be given. */
  readonly rtcpFeedbacks: readonly SdpRtcpFeedback[];
  /** What is said of RTP streams. */
  readonly ssrcs: readonly SdpSsrc[];
  /** RTP streams that belong together. */
  readonly ssrcGroups: readonly SdpSsrcGroup[];
  /** Named RTP streams. */
  readonly rids: readonly SdpRid[];
  /** Value of `a=simulcast:` as it came; `parseSimulcast` takes it apart. */
  readonly simulcast: string | undefined;
  /**
   * The `a=candidate:` lines as they came, with CR LF between two; empty for none. `splitCandidates` gives them one by
   * one, `joinCandidates` is the way back.
   */
  readonly candidates: string;
  /** Whether no more candidates follow. Source: RFC 8840 §8.2. */
  readonly endOfCandidates: boolean;
  /** Port of SCTP. Source: RFC 8841 §5. */
  readonly sctpPort: number | undefined;
  /** Longest message that can be received, in bytes; 0 for any. `undefined` means 65,536. Source: RFC 8841 §6. */
  readonly maxMessageSize: number | undefined;
}

/** A session description, taken apart. Source: RFC 8866, RFC 8829. */
export interface SessionDescription extends SdpCommon {
  /** The `o=` line. */
  readonly origin: SdpOrigin;
  /** The `s=` line; `-` where there is no name. */
  readonly name: string;
  /** The `t=` lines. */
  readonly timings: readonly SdpTiming[];
  /** Groups of sections. */
  readonly groups: readonly SdpGroup[];
  /** Value of `a=msid-semantic:` as it came: browsers differ in the space they begin it with. */
  readonly msidSemantic: string | undefined;
  /** Whether the writer only answers connectivity checks. Source: RFC 8839 §5.3. */
  readonly iceLite: boolean;
  /** The sections, in their order. */
  readonly media: readonly MediaSection[];
}

/** What {@link MediaSection} needs at least; all else has a default: none, or `false`. */
export type MediaSectionInit = Pick<MediaSection, 'kind' | 'port' | 'proto' | 'formats'> & Partial<MediaSection>;

/** What {@link SessionDescription} needs at least; all else has a default: none, `false`, and `t=0 0`. */
export type SessionDescriptionInit = Pick<SessionDescription, 'origin' | 'name'> &
  Partial<Omit<SessionDescription, 'media'>> & {
    /** The sections, in their order. @default none */
    readonly media?: readonly MediaSectionInit[];
  };
