import { Members, oneOf } from '../../data/idl/dictionaries.ts';
import { enforceUnsignedLong, enforceUnsignedLongLong, toDouble } from '../../data/idl/numbers.ts';
import type { VideoEncoderConfig, VideoEncoderEncodeOptions } from '../config-types.ts';
import {
  engineChoice,
  refuseZero,
  requireCodec,
  toBoolean,
  toDomString,
  toNullableUnsignedShort,
} from './conversions.ts';
import { hardwareAccelerations } from './video-decoder-config.ts';
import { readVpxExtras } from './vpx-config.ts';

const alphas = oneOf(['keep', 'discard'] as const);
const bitrateModes = oneOf(['constant', 'variable', 'quantizer'] as const);
const latencyModes = oneOf(['quality', 'realtime'] as const);
const avcFormat = oneOf(['annexb', 'avc'] as const);
const hevcFormat = oneOf(['annexb', 'hevc'] as const);

/**
 * Reads a `VideoEncoderConfig`: a copy with the members we know, read in WebIDL's order, and their defaults.
 *
 * @throws {TypeError} as WebIDL does, and unless it is a valid `VideoEncoderConfig`. Source: WebCodecs
 */
export function readVideoEncoderConfig(value: unknown): VideoEncoderConfig {
  const members = new Members(value, 'VideoEncoderConfig');
  const alpha = members.optional('alpha', alphas) ?? 'discard';
  const avc = members.optional('avc', readAvc);
  const bitrate = members.optional('bitrate', enforceUnsignedLongLong);
  const bitrateMode = members.optional('bitrateMode', bitrateModes) ?? 'variable';
  const codec = members.required('codec', toDomString);
  const contentHint = members.optional('contentHint', toDomString);
  const displayHeight = members.optional('displayHeight', enforceUnsignedLong);
  const displayWidth = members.optional('displayWidth', enforceUnsignedLong);
  const engine = members.optional('engine', engineChoice);
  const framerate = members.optional('framerate', toDouble);
  const hardwareAcceleration = members.optional('hardwareAcceleration', hardwareAccelerations) ?? 'no-preference';
  const height = members.required('height', enforceUnsignedLong);
  const hevc = members.optional('hevc', readHevc);
  const latencyMode = members.optional('latencyMode', latencyModes) ?? 'quality';
  const scalabilityMode = members.optional('scalabilityMode', toDomString);
  const vpxExtras = members.optional('vpxExtras', readVpxExtras);
  const width = members.required('width', enforceUnsignedLong);
  requireCodec(codec);
  for (const [name, number] of Object.entries({ width, height, displayWidth, displayHeight, bitrate }))
    refuseZero(number, name);
  return {
    codec,
    width,
    height,
    alpha,
    bitrateMode,
    hardwareAcceleration,
    latencyMode,
    ...(avc !== undefined && { avc }),
    ...(bitrate !== undefined && { bitrate }),
    ...(contentHint !== undefined && { contentHint }),
    ...(displayHeight !== undefined && { displayHeight }),
    ...(displayWidth !== undefined && { displayWidth }),
    ...(engine !== undefined && { engine }),
    ...(framerate !== undefined && { framerate }),
    ...(hevc !== undefined && { hevc }),
    ...(scalabilityMode !== undefined && { scalabilityMode }),
    ...(vpxExtras !== undefined && { vpxExtras }),
  };
}

/** Reads the options of one `encode()`. @throws {TypeError} as WebIDL does */
export function readEncodeOptions(value: unknown): VideoEncoderEncodeOptions {
  const members = new Members(value, 'VideoEncoderEncodeOptions');
  const av1 = members.optional('av1', readQuantizer);
  const avc = members.optional('avc', readQuantizer);
  const hevc = members.optional('hevc', readQuantizer);
  const keyFrame = members.optional('keyFrame', toBoolean) ?? false;
  const vp8 = members.optional('vp8', readQuantizer);
  const vp9 = members.optional('vp9', readQuantizer);
  return {
    keyFrame,
    ...(av1 !== undefined && { av1 }),
    ...(avc !== undefined && { avc }),
    ...(hevc !== undefined && { hevc }),
    ...(vp8 !== undefined && { vp8 }),
    ...(vp9 !== undefined && { vp9 }),
  };
}

function readQuantizer(value: unknown): { quantizer?: number | null } {
  const quantizer = new Members(value, 'VideoEncoderEncodeOptions').optional('quantizer', toNullableUnsignedShort);
  return quantizer === undefined ? {} : { quantizer };
}

function readAvc(value: unknown): { format: 'annexb' | 'avc' } {
  return { format: new Members(value, 'AvcEncoderConfig').optional('format', avcFormat) ?? 'avc' };
}

function readHevc(value: unknown): { format: 'annexb' | 'hevc' } {
  return { format: new Members(value, 'HevcEncoderConfig').optional('format', hevcFormat) ?? 'hevc' };
}
