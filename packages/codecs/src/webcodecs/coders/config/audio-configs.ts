import { Members, oneOf } from '../../data/idl/dictionaries.ts';
import { enforceUnsignedLong, enforceUnsignedLongLong, MAX_UNSIGNED_LONG } from '../../data/idl/numbers.ts';
import type { AudioDecoderConfig, AudioEncoderConfig } from '../config-types.ts';
import { engineChoice, refuseZero, requireCodec, requireRange, toDescription, toDomString } from './conversions.ts';
import { readOpusConfig, readOpusDecoderExtras, readOpusEncoderExtras } from './opus-config.ts';

/** bit/s. Source: RFC 6716 §2.1.1 */
const LOWEST_OPUS_BITRATE = 6000;
const HIGHEST_OPUS_BITRATE = 510_000;

const bitrateModes = oneOf(['constant', 'variable'] as const);
const aacFormat = oneOf(['aac', 'adts'] as const);

/**
 * Reads an `AudioEncoderConfig`: a copy with the members we know, read in WebIDL's order, and their defaults.
 *
 * @throws {TypeError} as WebIDL does, and unless it is a valid `AudioEncoderConfig`. Source: WebCodecs
 */
export function readAudioEncoderConfig(value: unknown): AudioEncoderConfig {
  const members = new Members(value, 'AudioEncoderConfig');
  const aac = members.optional('aac', readAac);
  const bitrate = members.optional('bitrate', enforceUnsignedLongLong);
  const bitrateMode = members.optional('bitrateMode', bitrateModes) ?? 'variable';
  const codec = members.required('codec', toDomString);
  const engine = members.optional('engine', engineChoice);
  const flac = members.optional('flac', readFlac);
  const numberOfChannels = members.required('numberOfChannels', enforceUnsignedLong);
  const opus = members.optional('opus', readOpusConfig);
  const opusExtras = members.optional('opusExtras', readOpusEncoderExtras);
  const sampleRate = members.required('sampleRate', enforceUnsignedLong);
  requireCodec(codec);
  requireAudio(sampleRate, numberOfChannels);
  if (codec === 'opus') requireRange(bitrate, LOWEST_OPUS_BITRATE, HIGHEST_OPUS_BITRATE, 'bitrate');
  requireRange(bitrate, 1, MAX_UNSIGNED_LONG, 'bitrate');
  return {
    codec,
    sampleRate,
    numberOfChannels,
    bitrateMode,
    ...(aac !== undefined && { aac }),
    ...(bitrate !== undefined && { bitrate }),
    ...(engine !== undefined && { engine }),
    ...(flac !== undefined && { flac }),
    ...(opus !== undefined && { opus }),
    ...(opusExtras !== undefined && { opusExtras }),
  };
}

/**
 * Reads an `AudioDecoderConfig`: a copy with the members we know, read in WebIDL's order.
 *
 * @throws {TypeError} as WebIDL does, and unless it is a valid `AudioDecoderConfig`. Source: WebCodecs
 */
export function readAudioDecoderConfig(value: unknown): AudioDecoderConfig {
  const members = new Members(value, 'AudioDecoderConfig');
  const codec = members.required('codec', toDomString);
  const description = members.optional('description', toDescription);
  const engine = members.optional('engine', engineChoice);
  const numberOfChannels = members.required('numberOfChannels', enforceUnsignedLong);
  const opusExtras = members.optional('opusExtras', readOpusDecoderExtras);
  const sampleRate = members.required('sampleRate', enforceUnsignedLong);
  requireCodec(codec);
  requireAudio(sampleRate, numberOfChannels);
  return {
    codec,
    sampleRate,
    numberOfChannels,
    ...(description !== undefined && { description }),
    ...(engine !== undefined && { engine }),
    ...(opusExtras !== undefined && { opusExtras }),
  };
}

function requireAudio(sampleRate: number, numberOfChannels: number): void {
  refuseZero(sampleRate, 'sampleRate');
  refuseZero(numberOfChannels, 'numberOfChannels');
}

function readAac(value: unknown): { format: 'aac' | 'adts' } {
  return { format: new Members(value, 'AacEncoderConfig').optional('format', aacFormat) ?? 'aac' };
}

/** Source: FLAC WebCodecs Registration. */
function readFlac(value: unknown): { blockSize: number; compressLevel: number } {
  const members = new Members(value, 'FlacEncoderConfig');
  const blockSize = members.optional('blockSize', enforceUnsignedLong) ?? 0;
  const compressLevel = members.optional('compressLevel', enforceUnsignedLong) ?? 5;
  return { blockSize, compressLevel };
}
