import { SdkError } from '@remotemedia/base';
import type { AudioBlock } from '../../data/audio-block.ts';

/** The samples of one channel. @throws {SdkError} `invalid-argument` when the block has no such channel */
export function planeOf(block: AudioBlock, channel: number): Float32Array {
  const plane = block.channels[channel];
  if (plane && plane.length >= block.frames) return plane;
  const given = plane ? `${plane.length} samples` : 'none';
  throw new SdkError(
    'invalid-argument',
    `channel ${channel} of a block must have ${block.frames} samples, not ${given}`,
  );
}
