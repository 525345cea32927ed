import { Members } from '../../data/idl/dictionaries.ts';
import { enforceUnsignedLong } from '../../data/idl/numbers.ts';
import type { VpxEncoderExtras } from '../config-types.ts';
import { requireRange, toBoolean } from './conversions.ts';

/** Reads our `vpxExtras` member of an encoder's configuration. @throws {TypeError} for a value it cannot have */
export function readVpxExtras(value: unknown): VpxEncoderExtras {
  const members = new Members(value, 'VpxEncoderExtras');
  const upTo = (member: string, highest: number) => {
    const number = members.optional(member, enforceUnsignedLong);
    requireRange(number, 0, highest, members.name(member));
    return number;
  };
  const aqMode = upTo('aqMode', 3);
  const cpuUsed = upTo('cpuUsed', 16);
  const errorResilient = members.optional('errorResilient', toBoolean);
  const keyFrameInterval = upTo('keyFrameInterval', 1_000_000);
  const maxQuantizer = upTo('maxQuantizer', 63);
  const minQuantizer = upTo('minQuantizer', 63);
  const noiseSensitivity = upTo('noiseSensitivity', 6);
  const staticThreshold = upTo('staticThreshold', 1000);
  const tileColumns = upTo('tileColumns', 6);
  return {
    ...(aqMode !== undefined && { aqMode }),
    ...(cpuUsed !== undefined && { cpuUsed }),
    ...(errorResilient !== undefined && { errorResilient }),
    ...(keyFrameInterval !== undefined && { keyFrameInterval }),
    ...(maxQuantizer !== undefined && { maxQuantizer }),
    ...(minQuantizer !== undefined && { minQuantizer }),
    ...(noiseSensitivity !== undefined && { noiseSensitivity }),
    ...(staticThreshold !== undefined && { staticThreshold }),
    ...(tileColumns !== undefined && { tileColumns }),
  };
}
