import { Members, oneOf } from '../../data/idl/dictionaries.ts';
import { enforceUnsignedLong, toDouble } from '../../data/idl/numbers.ts';
import { convertColorSpace } from '../../data/index.ts';
import type { HardwareAcceleration, VideoDecoderConfig } from '../config-types.ts';
import { engineChoice, refuseZero, requireCodec, toBoolean, toDescription, toDomString } from './conversions.ts';

/** `HardwareAcceleration`. */
export const hardwareAccelerations: (value: unknown, what: string) => HardwareAcceleration = oneOf([
  'no-preference',
  'prefer-hardware',
  'prefer-software',
] as const);

/**
 * Reads a `VideoDecoderConfig`: a copy with the members we know, read in WebIDL's order, and their defaults.
 *
 * @throws {TypeError} as WebIDL does, and unless it is a valid `VideoDecoderConfig`. Source: WebCodecs
 */
export function readVideoDecoderConfig(value: unknown): VideoDecoderConfig {
  const members = new Members(value, 'VideoDecoderConfig');
  const codec = members.required('codec', toDomString);
  const codedHeight = members.optional('codedHeight', enforceUnsignedLong);
  const codedWidth = members.optional('codedWidth', enforceUnsignedLong);
  const colorSpace = members.optional('colorSpace', convertColorSpace);
  const description = members.optional('description', toDescription);
  const displayAspectHeight = members.optional('displayAspectHeight', enforceUnsignedLong);
  const displayAspectWidth = members.optional('displayAspectWidth', enforceUnsignedLong);
  const engine = members.optional('engine', engineChoice);
  const flip = members.optional('flip', toBoolean) ?? false;
  const hardwareAcceleration = members.optional('hardwareAcceleration', hardwareAccelerations) ?? 'no-preference';
  const optimizeForLatency = members.optional('optimizeForLatency', toBoolean);
  const rotation = members.optional('rotation', toDouble) ?? 0;
  requireCodec(codec);
  requirePair(codedWidth, codedHeight, 'codedWidth and codedHeight');
  requirePair(displayAspectWidth, displayAspectHeight, 'displayAspectWidth and displayAspectHeight');
  return {
    codec,
    flip,
    hardwareAcceleration,
    rotation,
    ...(codedHeight !== undefined && { codedHeight }),
    ...(codedWidth !== undefined && { codedWidth }),
    ...(colorSpace !== undefined && { colorSpace }),
    ...(description !== undefined && { description }),
    ...(displayAspectHeight !== undefined && { displayAspectHeight }),
    ...(displayAspectWidth !== undefined && { displayAspectWidth }),
    ...(engine !== undefined && { engine }),
    ...(optimizeForLatency !== undefined && { optimizeForLatency }),
  };
}

function requirePair(width: number | undefined, height: number | undefined, what: string): void {
  if ((width === undefined) !== (height === undefined))
    throw new TypeError(`${what}: one is missing; give both or none`);
  refuseZero(width, what);
  refuseZero(height, what);
}
