import { SdkError } from '@remotemedia/base';
import { VideoFrame } from '@remotemedia/codecs';
import type { RuntimeData } from '../runtime-data.ts';
import { hasStream, isMembers, isPlainItem, nameOf } from './plain-items.ts';
import { isSound } from './sound-items.ts';

/** Whether it is an item with all that its kind must have. */
export function isItem(given: unknown): given is RuntimeData {
  if (!isMembers(given)) return false;
  if (given['kind'] === 'audio') return typeof given['copy'] === 'function' && isSound(given, given['frames']);
  if (given['kind'] === 'video') return given['frame'] instanceof VideoFrame && hasStream(given);
  return isPlainItem(given);
}

/** What a node emitted. @throws {SdkError} `invalid-argument` when it is no item */
export function emittedItem(item: RuntimeData): RuntimeData {
  if (isItem(item)) return item;
  const kind: unknown = isMembers(item) ? item['kind'] : item;
  throw new SdkError('invalid-argument', `an item of kind ${nameOf(kind)} is not complete`);
}
