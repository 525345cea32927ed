import { SdkError } from '@remotemedia/base';
import type { AudioBlock } from '../audio-block.ts';
import type { RuntimeData } from '../runtime-data.ts';
import type { PackedAudio, PackedData } from './packed-data.ts';
import { isPlainItem, nameOf } from './plain-items.ts';
import { isSound } from './sound-items.ts';
import type { VideoPacking } from './video-packing.ts';

/**
 * Makes a message of an item. Sound is copied; a video frame is closed, and its pixels go along.
 *
 * @param transfer gets what is to be transferred with the message
 * @param video absent where there is none
 * @throws {SdkError} `invalid-argument` when it is no item, `unimplemented` for video where there is none
 * @throws {DOMException} `InvalidStateError` for a video frame that is closed
 */
export function packData(item: RuntimeData, transfer: Transferable[], video?: VideoPacking): PackedData {
  if (item.kind === 'audio') return packAudio(item, transfer);
  if (item.kind !== 'video') {
    if (isPlainItem(item)) return item;
    throw incomplete(item);
  }
  if (!video) throw new SdkError('unimplemented', 'there is no video on the audio thread');
  const { packed, transfer: pixels } = video.pack(item.frame);
  transfer.push(...pixels);
  return { kind: 'video', frame: packed, streamId: item.streamId, frameNumber: item.frameNumber };
}

function packAudio(block: AudioBlock, transfer: Transferable[]): PackedAudio {
  if (!isSound(block, block.frames)) throw incomplete(block);
  const { sampleRate, frames, timestampUs, streamId } = block;
  const samples = new Float32Array(frames * block.channels.length);
  const channels = block.channels.map((plane, channel) => {
    const copy = samples.subarray(channel * frames, (channel + 1) * frames);
    copy.set(plane.subarray(0, frames));
    return copy;
  });
  transfer.push(samples.buffer);
  return { kind: 'audio', sampleRate, channels, timestampUs, streamId };
}

function incomplete(item: { readonly kind: unknown }): SdkError {
  return new SdkError('invalid-argument', `an item of kind ${nameOf(item.kind)} is not complete`);
}
