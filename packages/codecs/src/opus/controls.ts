/** Numbers of libopus's settings and states, without their getters: a getter is the setter plus one (opus_defines.h). */
export const SET = {
  application: 4000,
  bitrate: 4002,
  maxBandwidth: 4004,
  vbr: 4006,
  bandwidth: 4008,
  complexity: 4010,
  inbandFec: 4012,
  expectedLossPercent: 4014,
  dtx: 4016,
  vbrConstraint: 4020,
  forceChannels: 4022,
  signal: 4024,
  gain: 4034,
  lsbDepth: 4036,
  predictionDisabled: 4042,
  phaseInversionDisabled: 4046,
} as const;

/** Numbers of what can only be read. */
export const GET = {
  bitrate: 4003,
  lookahead: 4027,
  finalRange: 4031,
  pitch: 4033,
  lastPacketFrames: 4039,
  inDtx: 4049,
} as const;

/** Lets libopus choose. */
export const AUTO = -1000;

/** As many bits as fit into the packet. */
export const BITRATE_MAX = -1;

/** What libopus calls the applications. */
export const APPLICATIONS = { voip: 2048, audio: 2049, lowdelay: 2051 } as const;

/** What libopus calls the kinds of signal. */
export const SIGNALS = { auto: -1000, voice: 3001, music: 3002 } as const;

/** What libopus calls the audio bandwidths. */
export const BANDWIDTHS = {
  narrowband: 1101,
  mediumband: 1102,
  wideband: 1103,
  superwideband: 1104,
  fullband: 1105,
} as const;
