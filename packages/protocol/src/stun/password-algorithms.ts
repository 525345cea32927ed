import type { PasswordAlgorithm } from './attribute.ts';
import { bytesOfU16, joined, padded, u16 } from './byte-reading.ts';
import { malformed } from './malformed.ts';
import { MAX_LIST_LENGTH } from './text-limits.ts';
import { wholeNumber } from './whole-number.ts';

const MAX_PARAMETERS_BYTES = 0xffff;

/** Reads PASSWORD-ALGORITHMS, or PASSWORD-ALGORITHM as a list of one. @throws {SdkError} `invalid-argument` */
export function decodeAlgorithms(value: Uint8Array): PasswordAlgorithm[] {
  const algorithms: PasswordAlgorithm[] = [];
  for (let offset = 0; offset < value.length; ) {
    if (offset + 4 > value.length) throw malformed('a password algorithm needs 4 bytes at least');
    if (algorithms.length === MAX_LIST_LENGTH)
      throw malformed(`expected at most ${MAX_LIST_LENGTH} password algorithms`);
    const start = offset + 4;
    const end = start + u16(value, offset + 2);
    if (end > value.length) throw malformed('the parameters of a password algorithm end after their attribute');
    algorithms.push({ id: u16(value, offset), parameters: value.slice(start, end) });
    offset = start + padded(end - start);
  }
  return algorithms;
}

/** Writes one algorithm or more, one after the other. @throws {SdkError} `invalid-argument` */
export function encodeAlgorithms(algorithms: readonly PasswordAlgorithm[]): Uint8Array {
  if (algorithms.length > MAX_LIST_LENGTH) throw malformed(`expected at most ${MAX_LIST_LENGTH} password algorithms`);
  return joined(algorithms.map(encodeAlgorithm));
}

function encodeAlgorithm({ id, parameters }: PasswordAlgorithm): Uint8Array {
  wholeNumber('the number of a password algorithm', id, 0, 0xffff);
  const sizeBytes = wholeNumber('the size of its parameters', parameters.length, 0, MAX_PARAMETERS_BYTES);
  const filling = new Uint8Array(padded(sizeBytes) - sizeBytes);
  return joined([bytesOfU16(id), bytesOfU16(sizeBytes), parameters, filling]);
}
