export {
  candidateExtension,
  type IceCandidate,
  type IceCandidateType,
  type IceExtension,
  type IceTcpType,
  joinCandidates,
  parseCandidate,
  splitCandidates,
  writeCandidate,
} from './candidate.ts';
export { type MediaDirection, mediaDirections } from './media-directions.ts';
export { parseFmtpParameters, parseSimulcast, type Simulcast, type SimulcastAlternative } from './parameters.ts';
export { parseSdp } from './parse-sdp.ts';
export { SdpError, type SdpFault } from './sdp-error.ts';
export { MAX_SDP_LINES, MAX_SDP_SECTIONS } from './sdp-limits.ts';
export type * from './session-description.ts';
export { validateSdp } from './validate-sdp.ts';
export { writeSdp } from './write-sdp.ts';
