import { SdkError } from '@remotemedia/base';
import type { RuntimeData, VideoData } from '../../data/runtime-data.ts';

/** The item as a picture. @throws {SdkError} `invalid-argument` for another kind */
export function requireVideo(item: RuntimeData, nodeType: string): VideoData {
  if (item.kind === 'video') return item;
  throw new SdkError('invalid-argument', `${nodeType} takes video, not ${item.kind}`);
}
