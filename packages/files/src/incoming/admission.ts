import { SdkError } from '@remotemedia/base';
import type { FileIdentity } from '../layout.ts';
import type { FileSettings } from '../options.ts';

/** What our limits say of an offer: why it is refused before anybody is asked, or nothing. */
export function refusalOf(file: FileIdentity, openTransfers: number, settings: FileSettings): SdkError | undefined {
  const { maxFileBytes, maxOpenTransfers, types } = settings;
  if (openTransfers >= maxOpenTransfers) {
    return new SdkError('resource-exhausted', `${openTransfers} files are open; send it when one of them is done`);
  }
  if (file.sizeBytes > maxFileBytes) {
    return new SdkError('out-of-range', `the file has ${file.sizeBytes} bytes, and at most ${maxFileBytes} are taken`);
  }
  if (types && !types.some((type) => matches(type.toLowerCase(), file.type.toLowerCase()))) {
    return new SdkError('permission-denied', `files of the type "${file.type}" are not taken`);
  }
  return undefined;
}

function matches(wanted: string, type: string): boolean {
  // Parameters such as `; charset=utf-8` are no part of what is asked for.
  const essence = type.split(';', 1)[0]?.trim() ?? '';
  return wanted.endsWith('/*') ? essence.startsWith(wanted.slice(0, -1)) : essence === wanted;
}
