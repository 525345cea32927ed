import { SdkError } from '@remotemedia/base';
import { AudioBlock } from '../audio-block.ts';
import type { RuntimeData } from '../runtime-data.ts';
import type { PackedAudio, PackedData, PackedVideo } from './packed-data.ts';
import { hasNumbers, hasStream, isMembers, isPlainItem, type Members, nameOf } from './plain-items.ts';
import { isSound } from './sound-items.ts';
import type { VideoPacking } from './video-packing.ts';

/**
 * The item of a message that came from another thread.
 *
 * @param video absent where there is none
 * @throws {SdkError} `data-loss` when it is no item, `unimplemented` for video where there is none
 */
export function unpackData(message: unknown, video?: VideoPacking): RuntimeData {
  if (!isPacked(message)) throw damaged(message);
  if (message.kind === 'audio') {
    const { sampleRate, channels, timestampUs, streamId } = message;
    return new AudioBlock(sampleRate, channels, channels[0]?.length ?? 0, timestampUs, streamId);
  }
  return message.kind === 'video' ? unpackVideo(message, video) : message;
}

function unpackVideo({ frame, streamId, frameNumber }: PackedVideo, video: VideoPacking | undefined): RuntimeData {
  if (!video) throw new SdkError('unimplemented', 'there is no video on the audio thread');
  return { kind: 'video', frame: video.unpack(frame), streamId, frameNumber };
}

function isPacked(message: unknown): message is PackedData {
  if (!isMembers(message)) return false;
  const kind = message['kind'];
  if (kind === 'audio') return isPackedAudio(message);
  if (kind === 'video') return isPackedVideo(message);
  return isPlainItem(message);
}

function isPackedAudio(message: Members): message is Members & PackedAudio {
  const { channels } = message as { readonly channels?: unknown };
  const first: unknown = Array.isArray(channels) ? channels[0] : undefined;
  const length = first instanceof Float32Array ? first.length : Number.NaN;
  const isEven =
    Array.isArray(channels) &&
    channels.every((plane: unknown) => plane instanceof Float32Array && plane.length === length);
  return isEven && isSound(message, length);
}

function isPackedVideo(message: Members): boolean {
  const frame = message['frame'];
  if (!isMembers(frame) || !isMembers(frame['content']) || !isMembers(frame['colorSpace'])) return false;
  const { native, bytes, layout } = frame['content'] as { native?: unknown; bytes?: unknown; layout?: unknown };
  const hasPixels = isMembers(native) || (bytes instanceof Uint8Array && Array.isArray(layout));
  return hasPixels && hasNumbers(frame, 'codedWidth', 'codedHeight', 'timestamp') && hasStream(message);
}

function damaged(message: unknown): SdkError {
  const kind = isMembers(message) ? `something of kind ${nameOf(message['kind'])}` : typeof message;
  return new SdkError('data-loss', `expected an item of a pipeline, got ${kind} that is not complete`);
}
