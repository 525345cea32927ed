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

/** A part of a description while it is read. */
export class CommonPart {
  connection: SdpConnection | undefined = undefined;
  bandwidths: readonly SdpBandwidth[] = NONE;
  direction: SdpDirection | undefined = undefined;
  iceUfrag: string | undefined = undefined;
  icePwd: string | undefined = undefined;
  iceOptions: readonly string[] = NONE;
  fingerprints: readonly SdpFingerprint[] = NONE;
  setup: SdpSetup | undefined = undefined;
  extmaps: readonly SdpExtmap[] = NONE;
  extmapAllowMixed = false;
  otherLines: readonly string[] = NONE;
  readonly order: number[] = [];
}

/** The session while it is read. That an object is one tells `writeSdp` that nobody has edited it. */
export class SessionPart extends CommonPart implements SessionDescription {
  origin: SdpOrigin = NO_ORIGIN;
  name = '';
  timings: readonly SdpTiming[] = NONE;
  groups: readonly SdpGroup[] = NONE;
  msidSemantic: string | undefined = undefined;
  iceLite = false;
  readonly media: MediaPart[] = [];
}

/** A section while it is read. That an object is one tells `writeSdp` that nobody has edited it. */
export class MediaPart extends CommonPart implements MediaSection {
  readonly kind: string;
  readonly port: number;
  readonly portCount: number | undefined;
  readonly proto: string;
  readonly formats: readonly string[];
  mid: string | undefined = undefined;
  msids: readonly SdpMsid[] = NONE;
  rtcpMux = false;
  rtcpMuxOnly = false;
  rtcpRsize = false;
  rtcp: SdpRtcp | undefined = undefined;
  bundleOnly = false;
  rtpmaps: readonly SdpRtpmap[] = NONE;
  fmtps: readonly SdpFmtp[] = NONE;
  rtcpFeedbacks: readonly SdpRtcpFeedback[] = NONE;
  ssrcs: readonly SdpSsrc[] = NONE;
  ssrcGroups: readonly SdpSsrcGroup[] = NONE;
  rids: readonly SdpRid[] = NONE;
  simulcast: string | undefined = undefined;
  candidates = '';
  endOfCandidates = false;
  sctpPort: number | undefined = undefined;
  maxMessageSize: number | undefined = undefined;

  constructor(kind: string, port: number, portCount: number | undefined, proto: string, formats: readonly string[]) {
    super();
    this.kind = kind;
    this.port = port;
    this.portCount = portCount;
    this.proto = proto;
    this.formats = formats;
  }
}
