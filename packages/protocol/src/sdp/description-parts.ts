import type {
  MediaSection,
  SdpBandwidth,
  SdpConnection,
  SdpDirection,
  SdpExtmap,
  SdpFingerprint,
  SdpFmtp,
  SdpGroup,
  SdpMsid,
  SdpOrigin,
  SdpRid,
  SdpRtcp,
  SdpRtcpFeedback,
  SdpRtpmap,
  SdpSetup,
  SdpSsrc,
  SdpSsrcGroup,
  SdpTiming,
  SessionDescription,
} from './session-description.ts';
import { NONE } from './tokens.ts';

/** What a session has until its `o=` line is read. */
const NO_ORIGIN: SdpOrigin = {
  username: '-',
  sessionId: '0',
  sessionVersion: '0',
  addressType: 'IP4',
  address: '0.0.0.0',
};

/**
 * A part of a description while it is read. Its members are only declared and get their values in the constructor: as
 * fields, the engine would define each of them before it is set, which takes as long as to read two lines.
 */
export class CommonPart {
  declare connection: SdpConnection | undefined;
  declare bandwidths: readonly SdpBandwidth[];
  declare direction: SdpDirection | undefined;
  declare iceUfrag: string | undefined;
  declare icePwd: string | undefined;
  declare iceOptions: readonly string[];
  declare fingerprints: readonly SdpFingerprint[];
  declare setup: SdpSetup | undefined;
  declare extmaps: readonly SdpExtmap[];
  declare extmapAllowMixed: boolean;
  declare otherLines: readonly string[];
  declare readonly order: number[];

  constructor() {
    this.connection = undefined;
    this.bandwidths = NONE;
    this.direction = undefined;
    this.iceUfrag = undefined;
    this.icePwd = undefined;
    this.iceOptions = NONE;
    this.fingerprints = NONE;
    this.setup = undefined;
    this.extmaps = NONE;
    this.extmapAllowMixed = false;
    this.otherLines = NONE;
    this.order = [];
  }
}

/** The session while it is read. That an object is one tells `writeSdp` that nobody has edited it. */
export class SessionPart extends CommonPart implements SessionDescription {
  declare origin: SdpOrigin;
  declare name: string;
  declare timings: readonly SdpTiming[];
  declare groups: readonly SdpGroup[];
  declare msidSemantic: string | undefined;
  declare iceLite: boolean;
  declare readonly media: MediaPart[];

  constructor() {
    super();
    this.origin = NO_ORIGIN;
    this.name = '';
    this.timings = NONE;
    this.groups = NONE;
    this.msidSemantic = undefined;
    this.iceLite = false;
    this.media = [];
  }
}

/** A section while it is read. That an object is one tells `writeSdp` that nobody has edited it. */
export class MediaPart extends CommonPart implements MediaSection {
  declare readonly kind: string;
  declare readonly port: number;
  declare readonly portCount: number | undefined;
  declare readonly proto: string;
  declare readonly formats: readonly string[];
  declare mid: string | undefined;
  declare msids: readonly SdpMsid[];
  declare rtcpMux: boolean;
  declare rtcpMuxOnly: boolean;
  declare rtcpRsize: boolean;
  declare rtcp: SdpRtcp | undefined;
  declare bundleOnly: boolean;
  declare rtpmaps: readonly SdpRtpmap[];
  declare fmtps: readonly SdpFmtp[];
  declare rtcpFeedbacks: readonly SdpRtcpFeedback[];
  declare ssrcs: readonly SdpSsrc[];
  declare ssrcGroups: readonly SdpSsrcGroup[];
  declare rids: readonly SdpRid[];
  declare simulcast: string | undefined;
  declare candidates: string;
  declare endOfCandidates: boolean;
  declare sctpPort: number | undefined;
  declare maxMessageSize: number | undefined;

  constructor(kind: string, port: number, portCount: number | undefined, proto: string, formats: readonly string[]) {
    super();
    this.kind = kind;
    this.port = port;
    this.portCount = portCount;
    this.proto = proto;
    this.formats = formats;
    this.mid = undefined;
    this.msids = NONE;
    this.rtcpMux = false;
    this.rtcpMuxOnly = false;
    this.rtcpRsize = false;
    this.rtcp = undefined;
    this.bundleOnly = false;
    this.rtpmaps = NONE;
    this.fmtps = NONE;
    this.rtcpFeedbacks = NONE;
    this.ssrcs = NONE;
    this.ssrcGroups = NONE;
    this.rids = NONE;
    this.simulcast = undefined;
    this.candidates = '';
    this.endOfCandidates = false;
    this.sctpPort = undefined;
    this.maxMessageSize = undefined;
  }
}
