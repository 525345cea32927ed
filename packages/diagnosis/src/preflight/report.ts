import type { SdkErrorCode } from '@remotemedia/base';

/**
 * How a check ended: all is well; calls work, but something is worth a look; calls (or this part of them) will not work;
 * or it was not made, because nothing was given to check.
 */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** Whether the page may use a device; `unknown` where the browser does not say. */
export type DevicePermission = PermissionState | 'unknown';

/** Family of an address; the address itself is never kept. `unknown` for names. */
export type AddressFamily = 'IPv4' | 'IPv6' | 'unknown';

/** What this browser and page can do. */
export interface BrowserAbilities {
  /** Whether the page counts as secure (https or localhost); devices and cryptography are missing otherwise. */
  readonly secureContext: boolean;
  /** `RTCPeerConnection`. */
  readonly webRtc: boolean;
  /** `RTCDataChannel`. */
  readonly dataChannels: boolean;
  /** Cameras and microphones. */
  readonly capture: boolean;
  /** Sharing of the screen. */
  readonly screenCapture: boolean;
  /** Encoded media within reach of a script (`RTCRtpScriptTransform` or insertable streams). */
  readonly encodedTransform: boolean;
  /** WebCodecs. */
  readonly webCodecs: boolean;
  /** `AudioWorklet`. */
  readonly audioWorklet: boolean;
  /** Names of the video codecs it can send, such as `VP9`. */
  readonly videoCodecs: readonly string[];
  /** Names of the audio codecs it can send. */
  readonly audioCodecs: readonly string[];
}

/** What a microphone or camera check found. */
export interface CaptureDetails {
  /** Number of such devices. */
  readonly deviceCount: number;
  /** Whether the page may use them, after the check. */
  readonly permission: DevicePermission;
  /** Whether one could be opened. */
  readonly opened: boolean;
}

/** What the microphone check found. */
export interface MicrophoneDetails extends CaptureDetails {
  /** Loudest level that was heard, in dBFS (−100 is silence). */
  readonly peakDbfs?: number;
  /** Samples a second. */
  readonly sampleRateHz?: number;
  /** Number of channels. */
  readonly channelCount?: number;
}

/** What the camera check found. */
export interface CameraDetails extends CaptureDetails {
  /** Width in pixels. */
  readonly width?: number;
  /** Height in pixels. */
  readonly height?: number;
  /** Frame rate that the camera was set to. */
  readonly frameRateFps?: number;
  /** Whether a picture came. */
  readonly hasPicture?: boolean;
}

/** What the STUN check found. */
export interface StunDetails {
  /** Number of STUN URLs. */
  readonly serverCount: number;
  /** When the public address was known, in milliseconds from the beginning of the check. */
  readonly reflexiveAfterMs?: number;
  /** Family of the public address. */
  readonly family?: AddressFamily;
}

/** What the check of TURN over one transport found. */
export interface TurnDetails {
  /** Number of TURN URLs with this transport. */
  readonly serverCount: number;
  /** When the first relayed address was known, in milliseconds from the beginning of the check. */
  readonly relayAfterMs?: number;
  /** Family of the relayed address. */
  readonly family?: AddressFamily;
  /** How the browser talks to the server, where it says so. */
  readonly relayProtocol?: string;
  /** Time from a message through the relay, twice, and back, in milliseconds. */
  readonly roundTripMs?: number;
  /** STUN error code that the server, or the browser in its place, gave. Source: RFC 8489 §14.8, W3C WebRTC §4.8.3. */
  readonly iceErrorCode?: number;
}

/** What the signaling check found. */
export interface SignalingDetails {
  /** How long the server took, in milliseconds. */
  readonly answeredAfterMs: number;
}

/** What the bandwidth check found. Each bit went out to the relay and came back, so the narrower way counts. */
export interface BandwidthDetails {
  /** Where the loop went: through a TURN server, or only through this machine. */
  readonly via: 'relay' | 'host';
  /** What came through, in kbit/s of payload. */
  readonly throughputKbps: number;
  /** Round trip while nothing else was sent, in milliseconds. */
  readonly roundTripMs: number;
  /** Round trip under full load, in milliseconds: far more means overfull buffers on the way. */
  readonly loadedRoundTripMs: number;
  /** Share of messages that did not come while only as many were sent as a voice sends, 0…1. */
  readonly lossRatio: number;
  /** How long the throughput was measured, in milliseconds. */
  readonly measuredMs: number;
}

/** The checks, and what each can tell. */
export interface CheckDetails {
  /** What the browser can do. */
  readonly browser: BrowserAbilities;
  /** Whether a microphone can be used and hears something. */
  readonly microphone: MicrophoneDetails;
  /** Whether a camera can be used and shows something. */
  readonly camera: CameraDetails;
  /** Whether a STUN server tells our public address. */
  readonly stun: StunDetails;
  /** Whether a TURN server relays when reached over UDP. */
  readonly turnUdp: TurnDetails;
  /** Whether a TURN server relays when reached over TCP. */
  readonly turnTcp: TurnDetails;
  /** Whether a TURN server relays when reached over TLS. */
  readonly turnTls: TurnDetails;
  /** Whether the signaling server answers. */
  readonly signaling: SignalingDetails;
  /** How much the network carries. */
  readonly bandwidth: BandwidthDetails;
}

/** Name of a check. */
export type CheckName = keyof CheckDetails;

/** What a check says. */
export interface Finding<Details = unknown> {
  /** How it ended. */
  readonly status: CheckStatus;
  /** One sentence for people: what was found and what to do. */
  readonly advice: string;
  /** Numbers; absent where nothing was measured. */
  readonly details?: Details;
}

/** Outcome of one check. */
export interface CheckResult<Name extends CheckName = CheckName> extends Finding<CheckDetails[Name]> {
  /** Which check. */
  readonly name: Name;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** Why it failed, where an error ended it. */
  readonly errorCode?: SdkErrorCode;
}

/** Outcome of all checks. Holds no address, no name of a device, no URL and no credential; it can be sent as JSON. */
export interface PreflightReport {
  /** Tells this from other JSON. */
  readonly format: 'remotemedia-preflight';
  /** Version of this format; grows when something changes its meaning. */
  readonly version: 1;
  /** When it began, ISO 8601 in UTC. */
  readonly startedAt: string;
  /** How long all took, in milliseconds. */
  readonly durationMs: number;
  /** The worst of all; checks that were skipped do not count. */
  readonly status: CheckStatus;
  /** One for each name. */
  readonly checks: { readonly [Name in CheckName]: CheckResult<Name> };
}
